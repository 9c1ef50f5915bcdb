"""The name under which a browser saves a download (RFC 6266)."""

import unicodedata
from urllib.parse import quote


def attachment(name: str) -> str:
    """Saved, never shown in place; the plain name without diacritics for clients that know no better."""
    return f"attachment; filename=\"{_plain(name)}\"; filename*=UTF-8''{quote(name, safe='')}"


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D"))
    letters = (letter for letter in folded if not unicodedata.combining(letter))
    return "".join(letter if _harmless(letter) else "_" for letter in letters)


def _harmless(letter: str) -> bool:
    return letter.isascii() and letter.isprintable() and letter not in '"\\/%'
