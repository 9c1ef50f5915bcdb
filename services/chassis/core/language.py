"""Which of the portal's two languages a person reads."""

from functools import lru_cache

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from contracts.accounts import Locale


@lru_cache(maxsize=256)
def negotiate_locale(accept_language: str) -> Locale:
    """The better of vi and en by Accept-Language (RFC 9110 12.5.4); Vietnamese where neither is better."""
    accepted = parse_accept_header(accept_language, LanguageAccept)
    return "en" if _quality(accepted, "en") > _quality(accepted, "vi") else "vi"


def _quality(accepted: LanguageAccept, language: str) -> float:
    """That of the language itself or of one of its regions (`en-US`), else that of any other (`*`)."""
    named = [quality for tag, quality in accepted if tag.lower().partition("-")[0] == language]
    return max(named) if named else next((quality for tag, quality in accepted if tag == "*"), 0.0)
