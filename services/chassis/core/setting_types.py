"""Types of settings: what a value must be before a process starts with it."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

MIN_OWN_SECRET = 12
"""Characters of a password or key that an installation makes for itself."""
MIN_GIVEN_SECRET = 8
"""Characters of a password that somebody else gives out."""


@dataclass(frozen=True)
class Form:
    """Annotation of a setting: what its value must be, in words for the reference."""

    text: str


LogLevel = Annotated[
    Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"],
    BeforeValidator(lambda value: value.strip().upper() if isinstance(value, str) else value),
]
Port = Annotated[int, Field(ge=1, le=65535)]
Host = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[^\s/@]+$"),
    Form("host name or IP address"),
]
"""A host name or address, without scheme and port."""
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[A-Za-z0-9_-]+$"),
    Form("letters, digits, `_`, `-`"),
]


def _uri_with_login(schemes: tuple[str, ...]) -> Callable[[str], str]:
    def check(uri: str) -> str:
        parts = urlsplit(uri)
        if parts.scheme not in schemes or not parts.hostname:
            raise ValueError(f"an address {schemes[0]}://user:password@host:port/... is needed")
        if not parts.username or len(unquote(parts.password or "")) < MIN_OWN_SECRET:
            raise ValueError(
                f"a user and a password of at least {MIN_OWN_SECRET} characters are needed in it"
            )
        return uri

    return check


AmqpUri = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    AfterValidator(_uri_with_login(("amqp", "amqps"))),
    Field(repr=False),
    Form(f"amqp address with a user and a password of at least {MIN_OWN_SECRET} characters"),
]
MongoUri = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    AfterValidator(_uri_with_login(("mongodb", "mongodb+srv"))),
    Field(repr=False),
    Form(f"mongodb address with a user and a password of at least {MIN_OWN_SECRET} characters"),
]


def _absolute(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or any(part.isspace() for part in url):
        raise ValueError("an address that begins with http:// or https:// is needed")
    _ = parts.port  # raises ValueError for one that is no number
    return url


Url = Annotated[
    str, StringConstraints(strip_whitespace=True), AfterValidator(_absolute), Form("http or https address")
]
"""An absolute http or https address."""


def _or_empty(check: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: check(text) if text else text


OptionalUrl = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    AfterValidator(_or_empty(_absolute)),
    Form("http or https address, or nothing"),
]
"""As `Url`, or nothing."""


def _page(url: str) -> str:
    return url if url.startswith("/") and not url.startswith("//") else _absolute(url)


Page = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    AfterValidator(_page),
    Form("http or https address, or a path from /"),
]
"""An absolute address, or a path of our own."""


def _each(check: Callable[[str], object]) -> Callable[[str], str]:
    def check_all(text: str) -> str:
        for part in filter(None, map(str.strip, text.split(","))):
            check(part)
        return text

    return check_all


def _network(text: str) -> object:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise ValueError(f"{text!r} is no IP address and no network like 10.0.0.0/8") from None


Networks = Annotated[
    str, AfterValidator(_each(_network)), Form("IP addresses and networks, comma-separated, or nothing")
]
"""IP addresses and networks with commas between them, or nothing. Never `*`: nobody is believed without being named."""


def _origin(text: str) -> object:
    parts = urlsplit(_absolute(text)) if text != "*" else None
    if parts is not None and (parts.path or parts.query or parts.fragment or parts.username):
        raise ValueError(f"{text!r} is no origin like https://portal.example.vn")
    return parts


Origins = Annotated[
    str, AfterValidator(_each(_origin)), Form("origins, comma-separated, `*` for any, or nothing")
]
"""Origins of browsers with commas between them, `*` for any, or nothing."""
RetryTiers = Annotated[
    str,
    StringConstraints(pattern=r"^\s*[1-9][0-9]{0,5}(ms|s|m|h)\s*(,\s*[1-9][0-9]{0,5}(ms|s|m|h)\s*)*$"),
    Form("delays like 5s, 2m, 1h, comma-separated"),
]
"""Delays with commas between them, as 5s,2m,1h."""
