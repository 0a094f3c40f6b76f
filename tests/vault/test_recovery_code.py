"""A printed code that survives the printer, the drawer, and someone reading it out on the phone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.domain.errors import BadInput
from iop_group.vault.recovery_code import (
    ALPHABET,
    GROUP,
    GROUPS,
    RANDOM,
    RecoveryCode,
    confirm,
    parse,
    resembles_code,
)

codes = st.lists(st.integers(0, 31), min_size=RANDOM, max_size=RANDOM).map(RecoveryCode.of)
CODE = RecoveryCode.new()


def as_typed(code: RecoveryCode, choose: st.DataObject) -> str:
    """The same code in another case, with other things between, and with letters that look like digits."""
    forms = {"0": "0Oo", "1": "1IiLl"}
    between = st.sampled_from(["", "", "-", " ", " - ", "–", "\u00a0", "\t", "_", "."])
    pieces = [
        choose.draw(st.sampled_from(forms.get(character, character + character.lower())))
        + choose.draw(between)
        for character in code.secret
    ]
    return "".join(pieces)


def test_a_code_is_seven_groups_of_four_that_a_person_can_tell_apart() -> None:
    code = RecoveryCode.new()
    assert len(code.groups) == GROUPS
    assert {len(group) for group in code.groups} == {GROUP}
    assert code.printed == "-".join(code.groups)
    assert set(code.secret) <= set(ALPHABET)
    assert not set("ILOU") & set(ALPHABET)


def test_a_code_holds_at_least_128_random_bits() -> None:
    assert len(ALPHABET) == 2**5
    assert 5 * RANDOM >= 128
    assert len({RecoveryCode.new().secret[:RANDOM] for _ in range(200)}) == 200


@given(codes, st.data())
def test_case_spaces_dashes_and_letters_that_look_like_digits_do_not_matter(
    code: RecoveryCode, data: st.DataObject
) -> None:
    typed = as_typed(code, data)
    assert parse(typed) == code
    confirm(code, typed)


def test_full_width_letters_are_read_too() -> None:
    wide = "".join(chr(ord(character) + 0xFEE0) for character in CODE.secret)
    assert parse(wide) == CODE


@pytest.mark.parametrize("code", [RecoveryCode.new() for _ in range(5)], ids=range(5))
def test_any_single_wrong_character_is_found_and_its_group_named(code: RecoveryCode) -> None:
    for index, right in enumerate(code.secret):
        for wrong in set(ALPHABET) - {right}:
            with pytest.raises(BadInput, match=f"group {index // GROUP + 1} "):
                parse(code.secret[:index] + wrong + code.secret[index + 1 :])


@given(codes)
def test_any_two_neighbours_that_changed_places_are_found(code: RecoveryCode) -> None:
    text = code.secret
    for index in range(len(text) - 1):
        swapped = text[:index] + text[index + 1] + text[index] + text[index + 2 :]
        if swapped != text:
            with pytest.raises(BadInput, match="slip"):
                parse(swapped)


@given(codes, st.data())
def test_any_two_wrong_characters_are_found(code: RecoveryCode, data: st.DataObject) -> None:
    text = list(code.secret)
    places = data.draw(st.lists(st.integers(0, len(text) - 1), min_size=2, max_size=2, unique=True))
    for place in places:
        text[place] = data.draw(st.sampled_from(sorted(set(ALPHABET) - {text[place]})))
    with pytest.raises(BadInput, match="slip"):
        parse("".join(text))


def test_two_wrong_characters_that_cannot_be_one_are_found_in_no_group() -> None:
    code, said = RecoveryCode.of([0] * RANDOM), set()
    for first in ALPHABET[1:]:
        for second in ALPHABET[1:]:
            with pytest.raises(BadInput, match="slip") as caught:
                parse(first + code.secret[1:-6] + second + code.secret[-5:])
            said.add(str(caught.value))
    assert len(said) == GROUPS + 1, "each group, and none"


@given(codes, st.data())
def test_a_character_too_few_or_too_many_is_told_from_a_slip(code: RecoveryCode, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(code.secret) - 1))
    for typed in (
        code.secret[:place] + code.secret[place + 1 :],
        code.secret[:place] + "7" + code.secret[place:],
    ):
        with pytest.raises(BadInput, match="7 groups of 4"):
            parse(typed)


def test_a_letter_that_never_stands_in_a_code_is_found_in_its_group() -> None:
    for strange in "U$é":
        with pytest.raises(BadInput, match="group 3 "):
            parse(CODE.secret[:9] + strange + CODE.secret[10:])


@given(st.text())
def test_whatever_is_typed_is_a_code_or_one_plain_line(typed: str) -> None:
    try:
        parse(typed)
    except BadInput as error:
        assert "\n" not in str(error)
        assert len(typed) < 5 or typed not in str(error)


def test_what_is_typed_back_is_compared_group_by_group() -> None:
    groups = list(CODE.groups)
    groups[4] = "ZZZZ" if groups[4] != "ZZZZ" else "YYYY"
    with pytest.raises(BadInput, match="Group 5 is not what the paper says"):
        confirm(CODE, " ".join(groups))
    with pytest.raises(BadInput, match="Group 7"):
        confirm(CODE, CODE.printed[:-1])
    with pytest.raises(BadInput, match="Group 1"):
        confirm(CODE, "")
    with pytest.raises(BadInput, match="Group 2"):
        confirm(CODE, CODE.groups[0] + "U$$$")
    with pytest.raises(BadInput, match="more than the code"):
        confirm(CODE, CODE.printed + "-ABCD")


def test_only_what_was_meant_as_a_code_is_taken_for_one() -> None:
    assert resembles_code("0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV")
    assert not resembles_code("each day we phone a new peers")  # 28 letters count, but no digit among them
    assert not resembles_code("0123-4567")
    assert not resembles_code("correct horse 12 battery stapler")


@given(codes)
def test_a_code_shows_itself_only_when_asked(code: RecoveryCode) -> None:
    for shown in (repr(code), str(code), f"{code}", f"{[code]!r}"):
        assert not any(group in shown for group in code.groups)
