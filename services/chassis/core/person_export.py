"""All that a service has of one person, read in parts: source after source, each in the order of its ids."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError
from contracts.personal_data import ExportedEntry, ExportedFile, ExportedPart

PART_ITEMS = 20
"""Things of one source in a part."""
_ASKS = "accounts"


@dataclass(frozen=True)
class Item:
    """One thing of a source: its place in it, and what it gives to the archive."""

    place: str
    entries: tuple[ExportedEntry, ...] = ()
    files: tuple[ExportedFile, ...] = ()


Source = Callable[[str, int], Sequence[Item]]
"""Up to so many things after a place ("" at first), in their order. May block."""


def entry(path: str, content: object) -> ExportedEntry:
    """A JSON file of what `model_dump(mode="json")` makes, and of times."""
    return ExportedEntry(path=path, text=json.dumps(content, default=_moment))


def next_part(sources: Sequence[Source], cursor: str | None) -> ExportedPart:
    """The part at the cursor. Raises INVALID_REQUEST for a cursor that is none."""
    number, place = _parse(cursor, len(sources))
    if number == len(sources):
        return ExportedPart()
    found = sources[number](place, PART_ITEMS)
    full = len(found) == PART_ITEMS
    following = (number, found[-1].place) if full else (number + 1, "")
    return ExportedPart(
        entries=tuple(each for item in found for each in item.entries),
        files=tuple(each for item in found for each in item.files),
        next_cursor=None if following[0] == len(sources) else f"{following[0]}:{following[1]}",
    )


def require_accounts(actor: Actor) -> None:
    """Raises UNAUTHENTICATED or FORBIDDEN for all but accounts, which has proved whose data they are."""
    if actor.kind is ActorKind.SERVICE and actor.name == _ASKS:
        return
    anonymous = actor.kind is ActorKind.ANONYMOUS
    raise ServiceError(ErrorCode.UNAUTHENTICATED if anonymous else ErrorCode.FORBIDDEN)


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not JSON")


def _parse(cursor: str | None, sources: int) -> tuple[int, str]:
    if cursor is None:
        return 0, ""
    number, colon, place = cursor.partition(":")
    if not colon or not number.isdigit() or not number.isascii() or int(number) > sources:
        raise ServiceError(ErrorCode.INVALID_REQUEST)
    return int(number), place
