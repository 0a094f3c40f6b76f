"""The live clocks while the wall clock jumps, the laptop sleeps and the hour changes, against counting."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from iop_group.clock import SteadyClock
from iop_group.domain.events import Act, Closed, Event
from iop_group.domain.session import Session, fold
from iop_group.domain.timing import projected_end
from iop_group.tui.room_lines import pace_runs
from iop_group.tui.times import local_time
from tests.domain.logs import moment, plan
from tests.domain.simulation import ACTS, GAPS, Count
from tests.domain.test_timing_against_counting import agree

ZONE = ZoneInfo("Europe/Berlin")
BEGINNINGS = (
    datetime(2026, 11, 24, 22, 30, tzinfo=UTC),  # midnight there is half an hour away
    datetime(2027, 3, 28, 0, 30, tzinfo=UTC),  # in half an hour two o'clock becomes three
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # in half an hour three o'clock becomes two
)
NAP = 180


class LiveClocks(RuleBasedStateMachine):
    """One session as the program lives through it; its only clock is the program's own."""

    def __init__(self) -> None:
        super().__init__()
        self._zone_before = os.environ.get("TZ")
        os.environ["TZ"] = ZONE.key
        time.tzset()

    @initialize(begins=st.sampled_from(BEGINNINGS))
    def start_the_program(self, begins: datetime) -> None:
        self.begins = self.wall = begins
        self.awake = 1000.0
        """Seconds of the counter that runs on through sleep."""
        self.clock = SteadyClock(wall=lambda: self.wall, counter=lambda: self.awake)
        self.count = Count()
        self.events = [Event("plan", self.clock.now(), "Kim", plan())]

    @rule(seconds=GAPS)
    def time_passes(self, seconds: int) -> None:
        self.wall += timedelta(seconds=seconds)
        self.awake += seconds
        self.count.wait(seconds)

    @rule()
    def the_laptop_sleeps_for_three_minutes(self) -> None:
        self.time_passes(NAP)

    @rule(minutes=st.integers(-180, 180))
    def the_wall_clock_is_set(self, minutes: int) -> None:
        self.wall += timedelta(minutes=minutes)

    @precondition(lambda self: self.count.closed is None)
    @rule(act=ACTS)
    def something_happens(self, act: Act) -> None:
        self.events.append(Event(f"e{len(self.events)}", self.clock.now(), "Kim", act))
        self.count.tell((0, act))

    @precondition(lambda self: self.count.started is not None and self.count.closed is None)
    @rule()
    def the_session_closes(self) -> None:
        self.something_happens(Closed())

    @property
    def session(self) -> Session:
        """What the log tells, its times counted from the start of the story."""
        moved = moment(0) - self.begins
        return fold(Event(e.id, e.at + moved, e.by, e.act) for e in self.events)

    @invariant()
    def every_clock_is_what_counting_gives(self) -> None:
        assert self.clock.now() == self.begins + timedelta(seconds=self.count.time)
        agree(self.session, self.count)

    @invariant()
    def the_end_is_shown_as_the_clock_on_the_wall_will_show_it(self) -> None:
        session = fold(self.events)
        there = (self.begins + timedelta(seconds=self.count.end())).astimezone(ZONE)
        assert local_time(projected_end(session.course, self.clock.now())) == f"{there:%H:%M}"
        assert f"ends {there:%H:%M}" in pace_runs(session, self.clock.now())[0][0]

    def teardown(self) -> None:
        if self._zone_before is None:
            os.environ.pop("TZ", None)
        else:
            os.environ["TZ"] = self._zone_before
        time.tzset()


SETTINGS = settings(
    max_examples=60, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)

with_zones = pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows keeps its zone")


@with_zones
def test_the_clocks_are_what_counting_gives_through_jumps_sleep_and_summer_time() -> None:
    run_state_machine_as_test(LiveClocks, settings=SETTINGS)


@pytest.mark.slow
@pytest.mark.timeout(7200)
@with_zones
def test_they_are_over_ten_thousand_sessions() -> None:
    run_state_machine_as_test(LiveClocks, settings=settings(SETTINGS, max_examples=10_000))
