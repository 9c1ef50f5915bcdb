"""The payment code: one wrong character is seen, and the code is found in what banks make of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.domain.transfers.payment_code import (
    BODY,
    CHARACTERS,
    check_character,
    find_codes,
    payment_code,
)

CODE = payment_code("0193a3f2-5b1c-7c3e-9f00-0123456789ab")
BODIES = st.text(alphabet=CHARACTERS, min_size=BODY, max_size=BODY)


def test_a_code_is_always_the_same_and_short_enough() -> None:
    assert payment_code("0193a3f2-5b1c-7c3e-9f00-0123456789ab") == CODE
    assert len(CODE) == 15
    assert find_codes(CODE) == {CODE}


def test_twenty_thousand_orders_have_as_many_codes() -> None:
    assert len({payment_code(str(number)) for number in range(20_000)}) == 20_000


@given(BODIES, st.integers(0, BODY - 1), st.sampled_from(CHARACTERS))
def test_one_wrong_character_is_seen(body: str, place: int, other: str) -> None:
    wrong = body[:place] + other + body[place + 1 :]
    assert wrong == body or check_character(wrong) != check_character(body)


@given(BODIES, st.integers(0, BODY - 1), st.integers(0, BODY - 1))
def test_two_exchanged_characters_are_seen(body: str, one: int, other: int) -> None:
    letters = list(body)
    letters[one], letters[other] = letters[other], letters[one]
    assert "".join(letters) == body or check_character("".join(letters)) != check_character(body)


@pytest.mark.parametrize(
    "text",
    [
        "{code}",
        "{lower}",
        "MBVCB.4072815362.091188.{code} nop le phi.CT tu 0123456789 NGUYEN VAN A toi 113366668888 KHO BAC(tai VCB)",
        "091188.151026.140500.{code}",
        "{code} FT26288123456789",
        "{code} Trace 339176",
        "{code} GD 174242-090822 15:45:46",
        "Nộp lệ phí hồ sơ {blanks}",
        "{code} {code}",
        "{dashes}",
    ],
)
def test_the_code_is_found_in_what_banks_write(text: str) -> None:
    written = text.format(
        code=CODE, lower=CODE.lower(), blanks=f"{CODE[:5]} {CODE[5:11]} {CODE[11:]}", dashes="-".join(CODE)
    )
    assert find_codes(written) == {CODE}


def test_a_text_with_two_codes_has_both() -> None:
    other = payment_code("another order")
    assert find_codes(f"{CODE} va {other}") == {CODE, other}


def test_a_code_that_was_mistyped_is_none() -> None:
    wrong = CODE[:-1] + CHARACTERS[(CHARACTERS.index(CODE[-1]) + 1) % len(CHARACTERS)]
    assert find_codes(wrong) == frozenset()
    assert find_codes(CODE[:-1]) == frozenset()
    assert find_codes("chuyen tien 123456789012 MCT") == frozenset()


@given(st.text(max_size=80), st.text(max_size=80))
def test_what_is_around_does_not_hide_it(before: str, after: str) -> None:
    assert CODE in find_codes(f"{before}\n{CODE}\n{after}")
