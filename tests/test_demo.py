"""The demo looks like six weeks of real groups, the same each time, and is plainly made up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from iop_group.demo import fill, fill_home, words
from iop_group.demo.people import WEEKS
from iop_group.domain.agenda import BlockKind
from iop_group.domain.errors import NotFound
from iop_group.domain.events import Answered, AttendanceMarked, Event, Mark, TurnStarted
from iop_group.domain.session import Session, fold
from iop_group.domain.wording import find_wording
from iop_group.home import vault_folder
from iop_group.library import Library
from iop_group.records.drafts import generated_note
from iop_group.settings import load_settings
from iop_group.vault.keys import Keys
from iop_group.vault.vault import Vault
from tests.vault.sealing import KEYS

TUESDAY_EVENING = datetime(2026, 11, 24, 17, 42).astimezone(UTC)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Keys]:
    folder = tmp_path_factory.mktemp("demo")
    return folder, fill_home(folder, TUESDAY_EVENING)


@pytest.fixture(scope="module")
def home(filled: tuple[Path, Keys]) -> Path:
    return filled[0]


@pytest.fixture(scope="module")
def vault(filled: tuple[Path, Keys]) -> Vault:
    return Vault.read_only(vault_folder(filled[0]), filled[1])


@pytest.fixture(scope="module")
def logs(vault: Vault) -> list[tuple[Event, ...]]:
    return [vault.sessions.read(i)[0] for i in vault.sessions.ids()]


@pytest.fixture(scope="module")
def sessions(logs: list[tuple[Event, ...]]) -> list[Session]:
    return [fold(events) for events in logs]


def test_there_are_three_groups_with_about_twenty_members(vault: Vault) -> None:
    groups = vault.registry.groups()
    assert [g.name for g in groups] == ["Tuesday evening", "Mon evening", "Tue women's group"]
    assert 18 <= len(vault.registry.members()) <= 22
    assert sorted(c for g in groups for c in g.roster) == sorted(vault.registry.members())
    assert vault.problems == ()


def test_the_next_session_is_today_in_a_few_minutes(vault: Vault) -> None:
    group = vault.registry.groups()[0]
    assert (group.weekday, group.starts) == (1, "18:00")


@pytest.mark.parametrize("hour", [0, 1, 11, 16, 17, 23])
def test_at_any_hour_of_the_day_a_group_meets_soon_and_one_is_in_the_room(hour: int, tmp_path: Path) -> None:
    now = datetime(2026, 11, 24, hour, 52, 30).astimezone(UTC)
    keys = fill_home(tmp_path, now)
    vault = Vault.read_only(vault_folder(tmp_path), keys)
    group, *_ = vault.registry.groups()
    starts = datetime.strptime(f"2026-11-24 {group.starts}", "%Y-%m-%d %H:%M").astimezone(UTC)
    assert timedelta(minutes=-1) <= starts - now <= timedelta(minutes=20)
    assert [s.block for s in vault.index.summaries() if s.unfinished] == ["Open talk"]


def test_six_weeks_lie_behind_each_group(sessions: list[Session]) -> None:
    for name in {s.plan.group_name for s in sessions}:
        held = sorted((s for s in sessions if s.plan.group_name == name and s.closed), key=_number)
        assert [s.plan.number for s in held] == list(range(1, WEEKS + 1))
        assert len({s.plan.topic.id for s in held if s.plan.topic}) > 1
        starts = [s.course.started_at.astimezone() for s in held if s.course.started_at]
        assert len({(s.weekday(), s.hour, s.minute) for s in starts}) == 1


def _number(session: Session) -> int:
    return session.plan.number


def test_one_session_is_unfinished_in_the_middle_of_sharing(sessions: list[Session]) -> None:
    (running,) = [s for s in sessions if not s.closed]
    assert running.course.started_at
    assert timedelta(minutes=55) < TUESDAY_EVENING - running.course.started_at < timedelta(minutes=75)
    assert running.course.current
    assert running.course.current.kind is BlockKind.SHARING
    assert running.floor.turn
    assert running.notes.unresolved


def test_some_notes_are_signed_and_some_are_not(sessions: list[Session]) -> None:
    owing = [s for s in sessions if s.closed and s.unsigned]
    assert [s.plan.group_name for s in owing] == ["Mon evening"]
    assert len(owing[0].unsigned) == 3
    assert owing[0].record.drafts
    assert any(s.record.addenda for s in sessions)


def test_its_drafts_give_no_hints(sessions: list[Session]) -> None:
    drafted = [s for s in sessions if s.record.drafts]
    assert drafted
    for session in drafted:
        assert session.course.closed_at is not None
        for subject, draft in session.record.drafts.items():
            generated = generated_note(session, subject, draft.note_format, session.course.closed_at)
            assert {h: t for h, t in draft.sections.items() if t != "-"} == {
                h: t for h, t in generated.items() if t
            }


def test_there_is_something_of_everything(sessions: list[Session], logs: list[tuple[Event, ...]]) -> None:
    assert any(c.open for s in sessions for c in s.notes.concerns if s.closed)
    assert any(c.outcome and not c.open for s in sessions for c in s.notes.concerns)
    for s in sessions:
        if s.closed:
            assert set(s.notes.takeaways) == set(s.notes.commitments) == set(s.attendance.came)
            assert s.coverage.objectives
            assert s.notes.notes
    answers = [a for s in sessions for own in s.checkin.answers.values() for a in own.values()]
    assert any(a.passed for a in answers)
    assert any(a.value in ("done", "partly", "not yet") for a in answers)
    assert any(not p.expected for s in sessions for p in s.attendance.people.values())
    assert {Mark.ABSENT, Mark.EXCUSED} & {p.mark for s in sessions for p in s.attendance.people.values()}


def test_times_are_plausible(logs: list[tuple[Event, ...]]) -> None:
    for events in logs:
        times = [e.at for e in events]
        assert times == sorted(times)
        assert times[-1] <= TUESDAY_EVENING
        assert len({e.id for e in events}) == len(events)
        arrived: set[str] = set()
        for event in events:
            match event.act:
                case AttendanceMarked(member, Mark.ARRIVED):
                    arrived.add(member)
                case Answered(member) | TurnStarted(member):
                    assert member in arrived | {"*"}
        session = fold(events)
        assert session.course.started_at
        if session.course.closed_at:
            minutes = (session.course.closed_at - session.course.started_at).total_seconds() / 60
            assert 60 <= minutes <= 110


def test_it_comes_out_the_same_each_time(logs: list[tuple[Event, ...]], tmp_path: Path) -> None:
    keys = fill_home(tmp_path, TUESDAY_EVENING)
    again = Vault.read_only(vault_folder(tmp_path), keys)
    assert [again.sessions.read(i)[0] for i in again.sessions.ids()] == logs


def test_its_settings_have_nothing_wrong(home: Path) -> None:
    program, problems = load_settings(home)
    assert problems == ()
    assert program.facilitator == words.FACILITATOR
    assert "made up" in program.program_name.casefold()


def _texts() -> Iterator[str]:
    for value in vars(words).values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from value
    for concern in words.CONCERNS.values():
        yield from (concern.words, concern.how)


def test_its_words_put_people_first_and_name_no_drug() -> None:
    drugs = re.compile(r"\b(alcohol|beer|wine|cocaine|heroin|opioid|cannabis|weed|meth|pill|fentanyl)", re.I)
    for text in _texts():
        assert not find_wording(text), text
        assert not drugs.search(text), text


def test_its_notes_name_nobody() -> None:
    names = {*words.FIRST_GROUP, *words.SECOND_GROUP, *words.THIRD_GROUP}
    first_names = {name.split()[0] for name in names}
    for text in (*words.MEMBER_NOTES, *words.GROUP_NOTES, *words.TAKEAWAYS, *words.COMMITMENTS):
        assert not first_names & set(re.findall(r"\w+", text))


def test_without_built_in_files_it_says_what_to_do(tmp_path: Path) -> None:
    with (
        Vault.open(tmp_path / "vault", KEYS) as vault,
        pytest.raises(NotFound, match="Install the program again"),
    ):
        fill(vault, Library(built_in=tmp_path), TUESDAY_EVENING)


def test_without_rituals_there_are_sessions_all_the_same(tmp_path: Path) -> None:
    themes = tmp_path / "themes"
    for folder, text in (
        ("topics", "---\ntitle: T\n---\n"),
        ("formats", "---\ntitle: F\n---\n## Sharing (30 min)\n"),
    ):
        (themes / folder).mkdir(parents=True)
        (themes / folder / "one.md").write_text(text)
    with Vault.open(tmp_path / "vault", KEYS) as vault:
        fill(vault, Library(built_in=themes), TUESDAY_EVENING)
        assert len(vault.index.summaries()) == 3 * WEEKS + 1
