"""The headers that guard a change: Idempotency-Key and If-Match; and If-None-Match on reads."""

from typing import Annotated

from fastapi import Depends, Header
from werkzeug.http import parse_etags

_KEY = Header(
    alias="Idempotency-Key",
    min_length=1,
    max_length=200,
    pattern=r"^[\x21-\x7e]+$",
    description="A new value for each action, the same for each repetition of it: the answer is then replayed.",
    examples=["0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55"],
)
IdempotencyKey = Annotated[str, _KEY]
OptionalKey = Annotated[str | None, _KEY]
"""For changes that If-Match alone keeps from happening twice."""


def _version(
    if_match: Annotated[
        str,
        Header(
            alias="If-Match",
            pattern=r'^"[1-9][0-9]{0,8}(\.[1-9][0-9]{0,5})?"$',
            description="The ETag of the version that you have seen.",
            examples=['"1"'],
        ),
    ],
) -> int:
    """What follows a point is what came by itself since: it is seen in the ETag and asks nothing of who acts."""
    return int(if_match.strip('"').partition(".")[0])


ExpectedVersion = Annotated[int, Depends(_version)]

IfNoneMatch = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        max_length=1000,
        description="An ETag that you hold: the answer is 304 while it is current.",
        examples=['"1"'],
    ),
]


def etag(version: int | str) -> str:
    """A strong entity tag (RFC 9110 8.8.3)."""
    return f'"{version}"'


def is_current(if_none_match: str | None, version: int | str) -> bool:
    """Whether the caller has this version already: weak comparison (RFC 9110 13.1.2)."""
    return parse_etags(if_none_match).contains_weak(str(version))
