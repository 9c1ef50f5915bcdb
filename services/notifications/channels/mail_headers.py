"""Headers of mails in any language: encoded words (RFC 2047) that every reader decodes to the very same text.

Python's own folding (3.11 to 3.13) loses blanks between encoded words or glues two of them together. Here a text that is not
plain ASCII becomes encoded words as a whole, its blanks inside of them.
"""

import base64
from collections.abc import Iterator

_OPEN, _CLOSE = "=?UTF-8?B?", "?="
_LONGEST_WORD = 75
_LONGEST_LINE = 76
"""RFC 2047 section 2, for a line with an encoded word."""
_LONGEST_PLAIN_LINE = 78  # RFC 5322 section 2.1.1
_SPECIALS = frozenset('()<>[]:;@\\,."')


def encoded_text(text: str, used: int) -> str:
    """One line of printable text as an unstructured header holds it, folded; `used`: characters before it on its line."""
    return text if _is_plain(text, used) else "\r\n ".join(_encoded_words(text, used))


def encoded_mailbox(name: str, address: str, used: int) -> str:
    """`name <address>` as From, To and Reply-To hold it; the address alone where there is no name."""
    if not name:
        return address
    if _is_plain(name, used) and _SPECIALS.isdisjoint(name):
        phrase = name
    elif _is_plain(name, used) and name.isascii():
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        phrase = f'"{escaped}"'
    else:
        phrase = "\r\n ".join(_encoded_words(name, used))
    fits = used + len(phrase) + len(address) + 3 <= _LONGEST_PLAIN_LINE
    return f"{phrase} <{address}>" if fits else f"{phrase}\r\n <{address}>"


def _is_plain(text: str, used: int) -> bool:
    """Short enough to need no folding, and nothing in it that a reader could take for an encoded word."""
    printable = text.isascii() and text.isprintable() and text == " ".join(text.split(" ")).strip()
    return printable and "=?" not in text and used + len(text) <= _LONGEST_PLAIN_LINE


def _encoded_words(text: str, used: int) -> Iterator[str]:
    """Words of at most 75 characters, each of whole characters; a line holds one."""
    room = _bytes_in(min(_LONGEST_WORD, _LONGEST_LINE - used))
    piece = b""
    for character in text:
        octets = character.encode()
        if len(piece) + len(octets) > room:
            yield _word(piece)
            piece, room = b"", _bytes_in(_LONGEST_WORD)
        piece += octets
    yield _word(piece)


def _bytes_in(length: int) -> int:
    """How many bytes an encoded word of this length can hold."""
    return (length - len(_OPEN) - len(_CLOSE)) // 4 * 3


def _word(octets: bytes) -> str:
    return f"{_OPEN}{base64.b64encode(octets).decode('ascii')}{_CLOSE}"
