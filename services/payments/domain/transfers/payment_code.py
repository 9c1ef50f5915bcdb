"""The payment code (mã thanh toán): what a transfer's text bears, and how it is found again in what a bank makes of it.

Banks write transfers' texts anew: in small or capital letters, with blanks put inside, with their own numbers around. A
code is a prefix, eleven characters that are not mistaken for each other, and a check character; it is looked for among
letters and digits alone. A text with two codes names neither.
"""

import hashlib
import re

from contracts.text import strip_diacritics

PROVIDER = "vietqr"
"""The provider whose orders are paid by transfer."""
PREFIX = "MCT"
CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXY"
"""31 of them, a prime: without 0 and O, 1 and I, and Z, which is read as 2."""
BODY = 11
_SHAPE = re.compile(rf"(?={PREFIX}([{CHARACTERS}]{{{BODY}}})([{CHARACTERS}]))")


def payment_code(order_id: str) -> str:
    """The code of an order, always the same: 54 bits of a hash of its id, so that it tells nothing of the order."""
    number = int.from_bytes(hashlib.sha256(order_id.encode()).digest(), "big")
    body = ""
    for _ in range(BODY):
        number, digit = divmod(number, len(CHARACTERS))
        body += CHARACTERS[digit]
    return PREFIX + body + check_character(body)


def check_character(body: str) -> str:
    """Weighted sum modulo 31: one wrong character, or two exchanged ones, give another sum."""
    total = sum(weight * CHARACTERS.index(character) for weight, character in enumerate(body, start=1))
    return CHARACTERS[total % len(CHARACTERS)]


def find_codes(text: str) -> frozenset[str]:
    """All valid codes in a transfer's text, in capital letters; more than one: the text names none of them."""
    letters = re.sub(r"[^0-9A-Z]", "", strip_diacritics(text).upper())
    return frozenset(
        PREFIX + body + check
        for body, check in (match.groups() for match in _SHAPE.finditer(letters))
        if check == check_character(body)
    )
