"""A dossier that another system reports to us (hồ sơ đồng bộ), as its document holds it and as its readers see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from contracts.sync import Anomaly, SyncedDossier, SyncedDossierDetail, SyncedProgress
from sync.domain.lifecycle import is_legal

SEQUENCE, STATUS_NUMBER, DIGEST = "k", "n", "h"
"""Short keys of the stored document, where a country's dossiers make every byte count:

k  of `content`, `status` and each line of `progress`: its sequence in time (`parsed_item.sequence`); first of its keys
n  of `status`: the number of the status, 1 to 10
h  of `content` and each line of `progress`: the digest of the item that it came with
"""

_CONTENT_FIELDS = (
    "procedure_code", "procedure_name", "field_code", "channel", "agency_name", "submitted_at", "received_at",
    "due_at", "ended_at", "returned_at",
)  # fmt: skip
_NEVER_NULL = ("procedure_code", "procedure_name", "field_code", "agency_name")


@dataclass(frozen=True)
class SyncedDossierState:
    """`owner_numbers`: the personal numbers by which its owners find it."""

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
        status_number=document.get("status", {}).get(STATUS_NUMBER),
        event_at=document["event_at"],
        first_received_at=document["first_received_at"],
        last_received_at=document["last_received_at"],
        anomalies=anomalies(document),
        progress=tuple(map(_progress, document.get("progress", ()))),
    )


def _progress(line: Mapping[str, Any]) -> SyncedProgress:
    return SyncedProgress(
        at=line["at"], unit=line["unit"], status_number=line["status"], content=line["content"]
    )


def anomalies(document: Mapping[str, Any]) -> tuple[Anomaly, ...]:
    """Of what stands now, the same in whatever order it came: those of the content, and whether the statuses in the
    order of their times are a course that the law knows."""
    found = [Anomaly(name) for name in document.get("content", {}).get("anomalies", ())]
    if "content" not in document:
        found.append(Anomaly.UNKNOWN_DOSSIER)
    if any(not is_legal(earlier, later) for earlier, later in pairwise(_course(document))):
        found.append(Anomaly.ILLEGAL_TRANSITION)
    return tuple(found)


def _course(document: Mapping[str, Any]) -> list[int]:
    content = document.get("content")
    statuses = [(line[SEQUENCE], line["status"]) for line in document.get("progress", ())]
    if content:
        statuses.append((content[SEQUENCE], content["status"]))
    return [status for _, status in sorted(statuses, key=lambda one: str(one[0])) if status is not None]
