"""A dossier that another system reports to us (hồ sơ đồng bộ), as its document holds it and as its readers see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from contracts.sync import Anomaly, SyncedDossier, SyncedDossierDetail, SyncedProgress
from sync.domain.lifecycle import is_legal, undated_stands

SEQUENCE, STATUS_NUMBER, DIGEST, AGAIN = "k", "n", "h", "l"
"""Short keys of the stored document, where a country's dossiers make every byte count:

k  of `content`, `status` and each line of `progress`: its sequence in time (`parsed_item.sequence`); first of its keys
n  of `status`: the number of the status, 1 to 10
h  of `content` and each line of `progress`: the digest of the item that it came with
l  of a line of `progress` without a moment of its own: its sequence when it came for the last time
"""

LATER = "later_anomalies"
"""Of `content`: names that the release before does not read (`parsed_item.LATER_ANOMALIES`)."""

UNDATED_STATUS = "undated_status"
"""The latest status that was told without a moment of its own, beside `status`, which has one."""

_ANOMALIES = frozenset(anomaly.value for anomaly in Anomaly)
_CONTENT_FIELDS = (
    "procedure_code", "procedure_name", "field_code", "channel", "agency_name", "submitted_at", "received_at",
    "due_at", "ended_at", "returned_at",
)  # fmt: skip
_NEVER_NULL = ("procedure_code", "procedure_name", "field_code", "agency_name")


@dataclass(frozen=True)
class SyncedDossierState:
    """`owner_numbers`: the personal numbers by which its owners find it; none where it was read for a list."""

    sender_code: str
    owner_numbers: tuple[str, ...]
    detail: SyncedDossierDetail

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "SyncedDossierState":
        """Fields of the document that this release does not know are ignored."""
        owner = document.get("content", {}).get("owner", {})
        return cls(document["sender"], tuple(owner.get("numbers", ())), _detail(document))

    @property
    def summary(self) -> SyncedDossier:
        return SyncedDossier(**self.detail.model_dump(exclude={"progress"}))


def _detail(document: Mapping[str, Any]) -> SyncedDossierDetail:
    content = document.get("content", {})
    fields = {name: content.get(name) for name in _CONTENT_FIELDS}
    return SyncedDossierDetail(
        **fields | {name: fields[name] or "" for name in _NEVER_NULL},
        code=document["_id"],
        sender_code=document["sender"],
        version=document["version"],
        status_number=status_number(document),
        event_at=document["event_at"],
        first_received_at=document["first_received_at"],
        last_received_at=document["last_received_at"],
        anomalies=anomalies(document),
        progress=tuple(_progress(line) for _, line in course_lines(document)),
    )


def status_number(document: Mapping[str, Any]) -> int | None:
    """That of the status which stands, None while none was told."""
    dated, undated = register(document, "status"), register(document, UNDATED_STATUS)
    stands = undated if undated_stands(dated, undated) else dated
    return stands and stands[1]


def register(document: Mapping[str, Any], name: str) -> tuple[str, int] | None:
    """Sequence and status."""
    found = document.get(name)
    return (found[SEQUENCE], found[STATUS_NUMBER]) if found else None


def course_lines(document: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """The lines with their sequences, in their order. One that was told again without a moment stands twice when another
    came in between."""
    lines = document.get("progress", ())
    first = [(str(line[SEQUENCE]), line) for line in lines]
    again = [(line[AGAIN], line) for line in lines if line.get(AGAIN, "") > str(line[SEQUENCE])]
    ordered = sorted([*first, *again], key=lambda one: (one[0], bytes(one[1][DIGEST])))
    return [
        one
        for before, one in zip([None, *ordered], ordered, strict=False)
        if not before or before[1] is not one[1]
    ]


def _progress(line: Mapping[str, Any]) -> SyncedProgress:
    """Read for a list, it is without its words."""
    return SyncedProgress(
        at=line["at"], unit=line["unit"], status_number=line["status"], content=line.get("content") or ""
    )


def anomalies(document: Mapping[str, Any]) -> tuple[Anomaly, ...]:
    """Of what stands now, the same in whatever order it came: those of the content, and whether the statuses in the
    order of their times are a course that the law knows. Those that a later release names are passed over."""
    content = document.get("content", {})
    stored = (*content.get("anomalies", ()), *content.get(LATER, ()))
    found = [Anomaly(name) for name in stored if name in _ANOMALIES]
    if "content" not in document:
        found.append(Anomaly.UNKNOWN_DOSSIER)
    if any(not is_legal(earlier, later) for earlier, later in pairwise(_course(document))):
        found.append(Anomaly.ILLEGAL_TRANSITION)
    return tuple(found)


def _course(document: Mapping[str, Any]) -> list[int]:
    content = document.get("content")
    statuses = [(sequence, line["status"]) for sequence, line in course_lines(document)]
    if content:
        statuses.append((content[SEQUENCE], content["status"]))
    return [status for _, status in sorted(statuses, key=lambda one: str(one[0])) if status is not None]
