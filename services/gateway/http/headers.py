"""The headers that guard a change, Idempotency-Key and If-Match, and those that a request may say once only."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Request

from chassis.core.etags import HEADER_PATTERN, Tags, parse_tags
from contracts.base import ANY_VERSION
from contracts.data_readings import LONGEST_REFERENCE, STATED_GROUNDS
from contracts.errors import ErrorCode, FieldError, ServiceError

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

READING_GROUND = "Reading-Ground"
_REFERENCE_CHARACTER = (
    r"[ -$&-~]|%2[0-9A-Fa-f]|%[3-6][0-9A-Fa-f]|%7[0-9A-Ea-e]"
    r"|%[Cc][346Cc]%[89ABab][0-9A-Fa-f]|%[Ee]1%[Bb][ABab]%[89ABab][0-9A-Fa-f]"
)
"""One printable character of ASCII, or percent-encoded a letter or a mark of Vietnamese (UTF-8)."""
STATED_GROUND = rf"^(({'|'.join(STATED_GROUNDS)})(; ?({_REFERENCE_CHARACTER}){{0,{LONGEST_REFERENCE}}})?)?$"
"""What `StatedGround.parse` reads, as far as a pattern says it."""
ReadingGroundHeader = Annotated[
    str | None,
    Header(
        alias=READING_GROUND,
        max_length=1500,
        pattern=STATED_GROUND,
        description="Why an officer or an administrator reads this who has no part in the work (căn cứ truy cập): "
        f"{', '.join(f'`{ground}`' for ground in STATED_GROUNDS)}; after a semicolon the paper that it rests on,"
        " percent-encoded (UTF-8) where it is not ASCII. It is recorded and shown to the person, the paper to the head"
        " of the agency alone.",
        examples=["complaint; 12/GM-UBND"],
    ),
]


SINGLE_HEADERS = {
    name.lower().encode(): name
    for name in ("Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID", "Reading-Ground")
}
"""What a request may say once only, by the name on the wire."""

IF_MATCH = "If-Match"
MAX_TAGS = 20
UNKNOWN_VERSION = 10**9
"""No version of anything: what a tag of ours cannot be is expected as this, so that the owner answers with the version
that is current."""

Answer = TypeVar("Answer")
_VERSION = re.compile(r"([1-9][0-9]{0,8})(?:\.[1-9][0-9]{0,5})?")


def if_match_header(example: str, description: str) -> object:
    """The declaration of an If-Match for the document; `if_match_tags` reads it."""
    return Header(
        alias=IF_MATCH, pattern=HEADER_PATTERN, max_length=2000, description=description, examples=[example]
    )


def if_match_tags(request: Request) -> Tags:
    """The tags of all lines of If-Match; of none where there is none. Raises ServiceError(INVALID_REQUEST)."""
    tags = parse_tags(", ".join(request.headers.getlist(IF_MATCH))) if IF_MATCH in request.headers else Tags()
    if tags is None or len(tags.opaque) > MAX_TAGS:
        wrong = FieldError(
            pointer=f"/header/{IF_MATCH}", code="string_pattern_mismatch", detail="Not a list of entity tags."
        )
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
    return tags


@dataclass(frozen=True)
class ExpectedVersions:
    """The versions that a caller has seen, highest first; ANY_VERSION alone for `*`."""

    candidates: tuple[int, ...]

    async def attempt(self, change: Callable[[int], Awaitable[Answer]]) -> Answer:
        """What `change` answers for the first of them that is current.

        A repetition of what was done under one of them gets the answer of then: the others do not fit its key.
        Raises what `change` raises for the last.
        """
        *others, last = self.candidates
        for version in others:
            try:
                return await change(version)
            except ServiceError as error:
                if error.code not in (ErrorCode.VERSION_STALE, ErrorCode.IDEMPOTENCY_MISMATCH):
                    raise
        return await change(last)


def versions_of(tags: Tags) -> ExpectedVersions:
    """What follows a point is what came by itself since: it is seen in the ETag and asks nothing of who acts."""
    if tags.any:
        return ExpectedVersions((ANY_VERSION,))
    found = {int(match[1]) if (match := _VERSION.fullmatch(tag)) else UNKNOWN_VERSION for tag in tags.opaque}
    return ExpectedVersions(tuple(sorted(found, reverse=True)) or (UNKNOWN_VERSION,))


def version_or_none(tags: Tags, current: int) -> ExpectedVersions:
    """For what is there from the start, with version 0 before anybody saved it; `current` is its version now.

    `*` stands for it as it is and as it was before, which is what a repetition found.
    """
    if tags.any:
        return ExpectedVersions((current, current - 1) if current else (0,))
    found = versions_of(Tags(opaque=tuple(tag for tag in tags.opaque if tag != "0")))
    if "0" not in tags.opaque:
        return found
    return ExpectedVersions((*found.candidates, 0))


def _versions(
    request: Request,
    if_match: Annotated[  # noqa: ARG001  declared here, read in all its lines below
        str, if_match_header('"1"', "The ETag of the version that you have seen, several of them, or `*`.")
    ],
) -> ExpectedVersions:
    return versions_of(if_match_tags(request))


ExpectedVersion = Annotated[ExpectedVersions, Depends(_versions)]


def _versions_or_any(
    request: Request,
    if_match: Annotated[  # noqa: ARG001  declared here, read in all its lines below
        str | None,
        if_match_header(
            '"1"', "The ETag of the version that you have seen; without it whichever is current."
        ),
    ] = None,
) -> ExpectedVersions:
    return versions_of(if_match_tags(request)) if IF_MATCH in request.headers else ANY


ANY = ExpectedVersions((ANY_VERSION,))
OptionalVersion = Annotated[ExpectedVersions, Depends(_versions_or_any)]
"""For what harms nobody when it meets another version than the caller has seen."""
