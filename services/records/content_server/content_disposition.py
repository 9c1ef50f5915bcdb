"""Content-Disposition: the name under which a browser saves a download (RFC 6266)."""

from urllib.parse import quote

from contracts.text import strip_diacritics


def attachment(name: str) -> str:
    """Saved, never shown in place; with a name without diacritics for clients that do not know `filename*`."""
    return f"attachment; filename=\"{_ascii(name)}\"; filename*=UTF-8''{quote(name, safe='')}"


def _ascii(name: str) -> str:
    return "".join(letter if _is_safe(letter) else "_" for letter in strip_diacritics(name))


def _is_safe(letter: str) -> bool:
    return letter.isascii() and letter.isprintable() and letter not in '"\\/%'
