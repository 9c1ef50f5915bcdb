"""Which of our two languages a person reads."""

from functools import lru_cache
from typing import Literal

Locale = Literal["vi", "en"]


@lru_cache(maxsize=256)
def negotiate_locale(accept_language: str) -> Locale:
    """The better of vi and en by Accept-Language (RFC 9110 12.5.4); Vietnamese when neither is asked for."""
    weights = dict(_weighed(item) for item in accept_language.split(","))
    any_other = weights.get("*", 0.0)
    return "en" if weights.get("en", any_other) > weights.get("vi", any_other) else "vi"


def _weighed(item: str) -> tuple[str, float]:
    tag, _, parameter = item.partition(";")
    name, _, value = parameter.strip().partition("=")
    try:
        weight = float(value) if name.strip() == "q" else 1.0
    except ValueError:
        weight = 0.0
    return tag.strip().lower().split("-")[0], weight
