"""Telephone numbers and e-mail addresses as people write them, and the one form in which they are stored."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from contracts.base import Model
from contracts.contact_details import EmailAddress, Phone, dialled_at_home, readable_phone

PHONE, EMAIL = TypeAdapter(Phone), TypeAdapter(EmailAddress)


def refused(kind: TypeAdapter[str], value: Any) -> str:
    with pytest.raises(ValidationError) as refusal:
        kind.validate_python(value)
    return refusal.value.errors()[0]["type"]


@pytest.mark.parametrize(
    "typed",
    [
        "0912345678", "+84912345678", "84912345678", "0084912345678", "091 234 5678", "091.234.5678", "091-234-5678",
        "(091) 234 5678", "+84 (0) 912 345 678", "+84-91-234-56-78", " 0912 345 678 ", "０９１２３４５６７８",
        "091\u00a0234\u20115678", "0912\u2013345\u2013678",
    ],
)  # fmt: skip
def test_one_number_has_one_form(typed: str) -> None:
    assert PHONE.validate_python(typed) == "+84912345678"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("024 3826 1234", "+842438261234"), ("+1 202 555 0123", "+12025550123"), ("1900 1234", "+8419001234")],
)
def test_landlines_hotlines_and_numbers_abroad_are_taken(typed: str, stored: str) -> None:
    assert PHONE.validate_python(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "12345", "0123456789", "091234567", "09123456789", "0912345678x", "gọi 0912345678", "1-800-FLOWERS",
        "+٨٤٩١٢٣٤٥٦٧٨", "0912345678;0912345679", "0912\n345678", "0912\u200b345678", "+999 123456789", "9" * 40,
        "++84912345678",
    ],
)  # fmt: skip
def test_what_no_operator_has_given_out_is_refused_in_words(typed: str) -> None:
    assert refused(PHONE, typed) == "not_a_phone_number"


@pytest.mark.parametrize("stored", ["0912345678", "+84912345678", "84912345678"])
def test_both_forms_that_were_stored_are_read(stored: str) -> None:
    assert readable_phone(stored) == "0912 345 678"
    assert dialled_at_home(stored) == "0912345678"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("+12025550123", "+1 202-555-0123"), ("", ""), ("123456789", "123456789"), ("x", "x")],
)
def test_what_is_none_of_ours_is_shown_as_it_is(stored: str, shown: str) -> None:
    assert readable_phone(stored) == shown


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("an@vidu.vn", "an@vidu.vn"),
        (" An.Nguyen+motcua@ViDu.VN ", "An.Nguyen+motcua@vidu.vn"),
        ("a@tênmiền.vn", "a@xn--tnmin-hsa0954c.vn"),
        ("a@TÊNMIỀN.VN", "a@xn--tnmin-hsa0954c.vn"),
        ("a@te\u0302nmie\u0302\u0300n.vn", "a@xn--tnmin-hsa0954c.vn"),
        ("a@xn--tnmin-hsa0954c.vn", "a@xn--tnmin-hsa0954c.vn"),
        ("o'neil@vidu.vn", "o'neil@vidu.vn"),
    ],
)
def test_an_address_is_stored_as_every_server_takes_it(typed: str, stored: str) -> None:
    assert EMAIL.validate_python(typed) == stored
    assert stored.isascii()


@pytest.mark.parametrize("typed", ["nguyễn@vidu.vn", "đ@tênmiền.vn", "用户@vidu.vn"])
def test_letters_outside_ascii_before_the_at_are_refused_in_words(typed: str) -> None:
    assert refused(EMAIL, typed) == "email_not_ascii"


@pytest.mark.parametrize(
    "typed",
    [
        "", "an", "an@", "@vidu.vn", "an@vidu", "an@localhost", "an bình@vidu.vn", "an@vidu..vn", "an@vi du.vn",
        "a@b@vidu.vn",
        "An <an@vidu.vn>", "an@vidu.vn,binh@vidu.vn", "an@[127.0.0.1]", "an@vidu.vn\nBcc: x@vidu.vn", "an@-vidu.vn",
        f"{'a' * 65}@vidu.vn", f"a@{'b' * 250}.vn", "a\u200b@vidu.vn", ".an@vidu.vn",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_words(typed: str) -> None:
    assert refused(EMAIL, typed) in ("not_an_email_address", "email_not_ascii")


class Stored(Model):
    phone: Phone
    email: EmailAddress


def test_what_was_stored_before_is_read_as_it_stands() -> None:
    old = {"phone": "0912345678", "email": "nguyễn@tênmiền.vn"}
    assert Stored.model_validate(old, extra="ignore").model_dump() == old
