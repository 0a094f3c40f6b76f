"""The palette: the commands that can be given here, found by typing their names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode
from textual.screen import Screen

from iop_group.tui.commands import COMMANDS, Command, key_text


def reachable(screen: Screen[object]) -> Iterable[tuple[Command, DOMNode]]:
    """Commands that can be done now, with who does them: the focused widget, its parents, screen or app."""
    chain: list[DOMNode] = list((screen.focused or screen).ancestors_with_self)
    if screen not in chain:
        chain.append(screen)
    for command in COMMANDS:
        for node in chain:
            if hasattr(node, f"action_{command.act}"):
                if command.act != "command_palette" and _allowed(screen, node, command) is True:
                    yield command, node
                break


def _allowed(screen: Screen[object], node: DOMNode, command: Command) -> bool | None:
    places = getattr(screen, "places", None)
    if places is not None and not set(command.places) & set(places()):
        return False
    return node.check_action(command.act, ())


class Commands(Provider):
    """Offers the commands of the screen that the palette was opened on."""

    async def discover(self) -> Hits:
        """All of them, while nothing is typed."""
        for command, node in reachable(self.screen):
            yield DiscoveryHit(command.name, partial(_do, node, command), help=_help(command))

    async def search(self, query: str) -> Hits:
        """Those whose name matches."""
        matcher = self.matcher(query)
        for command, node in reachable(self.screen):
            score = matcher.match(command.name)
            if score > 0:
                yield Hit(
                    score, matcher.highlight(command.name), partial(_do, node, command), help=_help(command)
                )


async def _do(node: DOMNode, command: Command) -> None:
    await node.run_action(command.act) if isinstance(node, Screen) else await node.app.run_action(
        command.act, default_namespace=node
    )


def _help(command: Command) -> str:
    keys = "  ".join(key_text(k) for k in command.keys)
    return f"{keys}  {command.help}".strip()
