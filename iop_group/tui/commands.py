"""Every act that a key can do: the one source of keys, key bar, palette, help page and README."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding


class Place(StrEnum):
    """Where a command can be given."""

    ANYWHERE = "anywhere"
    TODAY = "today"
    PLAN = "plan"
    GROUPS = "groups"
    ROOM = "room"
    OPENING = "opening"
    CHECK_IN = "check-in"
    TOPIC = "topic"
    SHARING = "sharing"
    CLOSING = "closing"
    AFTER = "after"
    REVIEW = "review"
    SESSION = "session"
    TOPICS = "topics"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Command:
    """One act, with the same name and keys wherever it can be done."""

    act: str
    """Does `action_<act>` of the app, the screen or the block."""
    name: str
    """What a person types into the palette."""
    keys: tuple[str, ...]
    """The first one stands in the key bar."""
    places: tuple[Place, ...]
    help: str
    short: str = ""
    """Label in the key bar; empty keeps it out of there."""
    always: bool = False
    """Works while text is being typed, even where the field would use the key itself."""


def _everywhere(act: str, name: str, keys: tuple[str, ...], help: str, short: str = "") -> Command:
    return Command(act, name, keys, (Place.ANYWHERE,), help, short, always=True)


COMMANDS: tuple[Command, ...] = (
    _everywhere("show_help", "Help", ("f1", "?"), "Every key of this screen, and how things work.", "Help"),
    # The room, in the order of the hand.
    Command(
        "note",
        "Note",
        ("f2", "ctrl+n", "n"),
        (Place.ROOM,),
        "Write a note about the group, or about a member with @name.",
        "Note",
    ),
    Command(
        "arrivals",
        "Arrivals",
        ("f3", "ctrl+r", "a"),
        (Place.ROOM,),
        "Who is here: arrived, stepped out, back, left, absent; walk-ins.",
        "Arrivals",
    ),
    Command(
        "stay_after",
        "Stay-after",
        ("f4", "ctrl+f", "f"),
        (Place.ROOM,),
        "Note a concern, so that the member is asked to stay after group.",
        "Stay-after",
        always=True,
    ),
    Command(
        "pause",
        "Pause",
        ("f5", "ctrl+o", "space"),
        (Place.ROOM,),
        "Stop the clocks of the block and the turn, or let them run again.",
        "Pause",
    ),
    Command(
        "add_minute",
        "Add a minute",
        ("f6", "ctrl+t", "+"),
        (Place.ROOM,),
        "One minute more: for the turn that runs, else for the block.",
        "+1 min",
    ),
    Command("back", "Back", ("f7", "ctrl+b", "<"), (Place.ROOM,), "Return to the block before.", "Back"),
    Command(
        "next",
        "Next",
        ("f8", "ctrl+g", ">"),
        (Place.ROOM,),
        "Go on to the next block; after the last one, close the session.",
        "Next",
    ),
    _everywhere(
        "safety",
        "Safety",
        ("f9", "ctrl+s", "!"),
        "The safety cards: pauses the clocks, asks nothing, rates nothing.",
        "Safety",
    ),
    _everywhere(
        "curtain",
        "Curtain",
        ("f10", "ctrl+k", "."),
        "Hide everything behind a neutral screen; the clocks run on.",
        "Curtain",
    ),
    Command(
        "agenda",
        "Agenda",
        ("g",),
        (Place.ROOM,),
        "Go to any block, give or take minutes, drop an optional block, find time when late.",
    ),
    Command("undo", "Undo", ("ctrl+z", "u"), (Place.ROOM,), "Take back the last act."),
    Command(
        "close_session",
        "Close session",
        (),
        (Place.ROOM,),
        "End the session once every stay-after has been talked about.",
    ),
    # Opening
    Command("tick", "Tick", ("enter",), (Place.OPENING,), "Mark the line as said, or not said.", "Said"),
    # Check-in
    Command(
        "pass_item",
        "Pass",
        ("p",),
        (Place.CHECK_IN, Place.SHARING),
        "The member passes on this question, or on this turn.",
        "Pass",
    ),
    Command(
        "pass_all",
        "Pass on all",
        ("P",),
        (Place.CHECK_IN,),
        "The member passes on the whole check-in.",
        "Pass all",
    ),
    Command(
        "clear_answer",
        "Clear answer",
        ("backspace",),
        (Place.CHECK_IN,),
        "Take the answer out again.",
        "Clear",
    ),
    Command(
        "next_member",
        "Next member",
        ("enter",),
        (Place.CHECK_IN,),
        "Go to the next member's row.",
        "Next member",
    ),
    # Topic
    Command(
        "next_point",
        "Next point",
        ("enter", "down"),
        (Place.TOPIC,),
        "Show the next point or question.",
        "Next point",
    ),
    Command("previous_point", "Previous point", ("up",), (Place.TOPIC,), "Return to the point before."),
    Command(
        "use_question",
        "Mark used",
        ("x",),
        (Place.TOPIC,),
        "Mark the question as asked, or not asked.",
        "Used",
    ),
    Command(
        "next_part",
        "Next part",
        ("]", "pagedown"),
        (Place.TOPIC,),
        "Go on to the topic's next part.",
        "Next part",
    ),
    Command(
        "previous_part",
        "Previous part",
        ("[", "pageup"),
        (Place.TOPIC,),
        "Return to the part before.",
        "Part back",
    ),
    Command(
        "for_you", "For you", ("v",), (Place.TOPIC,), "Read your own notes of the topic at length.", "For you"
    ),
    Command(
        "objectives",
        "Objectives",
        ("o",),
        (Place.TOPIC,),
        "Tick the objectives that were covered.",
        "Objectives",
    ),
    # Sharing
    Command("start_turn", "Start turn", (), (Place.SHARING,), "Give the floor to the member at the cursor."),
    Command("end_turn", "End turn", (), (Place.SHARING,), "The member has finished."),
    Command(
        "turn",
        "Start or end turn",
        ("enter",),
        (Place.SHARING,),
        "Give the floor to the member at the cursor; again: end the turn.",
        "Turn",
    ),
    Command(
        "later", "Back later", ("l",), (Place.SHARING,), "Move the member to the end of the queue.", "Later"
    ),
    Command(
        "my_turn",
        "I speak",
        ("y",),
        (Place.SHARING,),
        "The facilitator has the floor; it is timed like any turn.",
        "I speak",
    ),
    Command("order", "Order", ("o",), (Place.SHARING,), "Circle, random, or the order you set.", "Order"),
    # Closing
    Command(
        "write_takeaway",
        "Takeaway",
        ("t",),
        (Place.CLOSING,),
        "What the member takes from today.",
        "Takeaway",
    ),
    Command(
        "write_commitment",
        "Commitment",
        ("c",),
        (Place.CLOSING,),
        "What the member will try before next time.",
        "Commitment",
    ),
    Command(
        "resolve",
        "Resolve stay-after",
        ("ctrl+y",),
        (Place.ROOM,),
        "Say what was done about a stay-after: talked, handed off, safety steps, declined.",
    ),
    # Today
    Command(
        "new_session", "New session", ("n",), (Place.TODAY,), "Plan a session of any group.", "New session"
    ),
    Command("groups", "Groups", ("g",), (Place.TODAY,), "Groups and their members.", "Groups"),
    Command(
        "review",
        "Review",
        ("r",),
        (Place.TODAY,),
        "Past sessions: list, search, read, finish notes.",
        "Review",
    ),
    Command("topics", "Topics", ("t",), (Place.TODAY,), "Read the topic modules.", "Topics"),
    Command(
        "settings", "Settings", ("s",), (Place.TODAY,), "Your name, the colours, what is asked at check-in."
    ),
    Command(
        "follow_up", "Follow up", ("f",), (Place.TODAY,), "A stay-after from an earlier session.", "Follow up"
    ),
    # Plan
    Command(
        "start_session",
        "Start session",
        ("f8", "ctrl+g"),
        (Place.PLAN,),
        "Start the session as planned.",
        "Start",
    ),
    # Groups
    Command(
        "plan_group",
        "Plan a session",
        ("enter",),
        (Place.GROUPS,),
        "Plan a session of the group at the cursor.",
        "Plan",
    ),
    Command("new_group", "New group", ("n",), (Place.GROUPS,), "Make a group.", "New group"),
    Command(
        "add_member",
        "Add member",
        ("a",),
        (Place.GROUPS,),
        "Add members by the display names they chose.",
        "Add members",
    ),
    Command(
        "import_members",
        "Import members",
        ("i",),
        (Place.GROUPS,),
        "Add display names from a CSV file.",
        "Import",
    ),
    Command(
        "rename",
        "Change",
        ("e",),
        (Place.GROUPS,),
        "Change the group's name, day, time, format or newcomers, or a member's name.",
        "Change",
    ),
    Command(
        "remove",
        "Remove",
        ("delete",),
        (Place.GROUPS,),
        "Take the member off the roster, or the group off the list; every word about them stays.",
        "Remove",
    ),
    # After
    Command(
        "write_note",
        "Write",
        ("enter",),
        (Place.AFTER,),
        "Go into the note, to the first heading that is empty.",
        "Write",
    ),
    Command(
        "sign", "Sign", ("f8", "ctrl+g"), (Place.AFTER,), "Sign the note; afterwards only addenda.", "Sign"
    ),
    Command("addendum", "Addendum", ("f6", "ctrl+t"), (Place.AFTER,), "Add to a signed note.", "Addendum"),
    Command(
        "note_format",
        "Note format",
        ("f5", "ctrl+o"),
        (Place.AFTER,),
        "Plain, DAP, BIRP, GIRP or SOAP.",
        "Format",
    ),
    Command(
        "next_finding",
        "Next hint",
        ("f4", "ctrl+f"),
        (Place.AFTER,),
        "Go to the next hint, such as another member's name.",
        "Hint",
        always=True,
    ),
    Command(
        "take_offer",
        "Take the hint",
        ("f3", "ctrl+r"),
        (Place.AFTER,),
        "Change the words as the hint says.",
        "Change",
    ),
    # Review
    Command("search", "Search", ("slash",), (Place.REVIEW,), "Find words in every session.", "Search"),
    Command(
        "filter_group", "Filter by group", ("g",), (Place.REVIEW,), "Only one group's sessions.", "Group"
    ),
    Command(
        "filter_member",
        "Filter by member",
        ("m",),
        (Place.REVIEW,),
        "Only sessions that a member came to.",
        "Member",
    ),
    Command(
        "filter_topic", "Filter by topic", ("t",), (Place.REVIEW,), "Only sessions with a topic.", "Topic"
    ),
    Command(
        "filter_unsigned",
        "Only unsigned",
        ("u",),
        (Place.REVIEW,),
        "Only sessions with notes to sign.",
        "Unsigned",
    ),
    Command(
        "open_notes",
        "Notes",
        ("n",),
        (Place.SESSION, Place.REVIEW),
        "Finish, sign or add to the notes.",
        "Notes",
    ),
    Command(
        "export",
        "Export",
        ("x",),
        (Place.SESSION,),
        "Write the session to a file, after a warning.",
        "Export",
    ),
    # Topics
    Command("read_topic", "Read", ("enter",), (Place.TOPICS,), "Read the topic at the cursor.", "Read"),
    Command(
        "as_group",
        "As the group sees it",
        ("g",),
        (Place.TOPICS,),
        "Only what the group sees of the topic; again: with what is for you alone.",
        "As the group sees it",
    ),
    # Settings
    Command(
        "change_setting",
        "Change setting",
        ("enter",),
        (Place.SETTINGS,),
        "Change what is at the cursor.",
        "Change",
    ),
    Command("next_theme", "Colours", ("c",), (Place.SETTINGS,), "The next colour theme.", "Colours"),
    # Last in every bar
    Command(
        "leave",
        "Go back",
        ("escape",),
        (
            Place.PLAN,
            Place.GROUPS,
            Place.ROOM,
            Place.AFTER,
            Place.REVIEW,
            Place.SESSION,
            Place.TOPICS,
            Place.SETTINGS,
        ),
        "One step back; nothing is lost.",
        "Back",
    ),
    Command(
        "command_palette",
        "All commands",
        ("ctrl+p",),
        (Place.ANYWHERE,),
        "Find any command by its name.",
        "All",
        always=True,
    ),
    _everywhere("leave_program", "Quit", ("ctrl+q",), "Save everything and leave the program."),
)

_SHOWN = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "backspace": "Backspace",
    "delete": "Del",
    "slash": "/",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "down": "↓",
    "up": "↑",
}


def key_text(key: str) -> str:
    """The key as it stands on a keyboard: F2, ^N, Esc, n."""
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+").upper()
    if key.startswith("f") and key[1:].isdecimal():
        return key.upper()
    return _SHOWN.get(key, key)


def commands_at(*places: Place) -> tuple[Command, ...]:
    """What can be done there, in the table's order."""
    return tuple(c for c in COMMANDS if set(places) & set(c.places))


def bindings_at(
    *places: Place, namespace: str = ""
) -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """Textual's bindings for those places."""
    found: list[Binding | tuple[str, str] | tuple[str, str, str]] = []
    for command in commands_at(*places):
        for key in command.keys:
            found.append(
                Binding(
                    _TEXTUAL.get(key, key),
                    namespace + command.act,
                    command.name,
                    show=False,
                    priority=command.always and len(key) > 1,
                )
            )
    return found


_TEXTUAL = {
    "+": "plus",
    "<": "less_than_sign",
    ">": "greater_than_sign",
    "]": "right_square_bracket",
    "[": "left_square_bracket",
    "?": "question_mark",
    "!": "exclamation_mark",
    ".": "full_stop",
}
"""Textual's names for keys that are signs."""


def bar_keys(commands: Iterable[Command]) -> list[tuple[str, str]]:
    """(key, label) for the key bar."""
    return [(key_text(c.keys[0]), c.short) for c in commands if c.short and c.keys]
