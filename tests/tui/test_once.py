"""Something is made again only when what it is made of has changed."""

from __future__ import annotations

from iop_group.tui.once import Once


def test_it_is_made_again_when_a_part_has_changed_and_not_before() -> None:
    made: list[str] = []
    once: Once[str] = Once()

    def of(word: str) -> str:
        def make() -> str:
            made.append(word)
            return f"made of {word}"

        return once.of(word, 1, make=make)

    assert [of(word) for word in ("a", "a", "b", "a")] == [f"made of {word}" for word in "aaba"]
    assert made == ["a", "b", "a"]
