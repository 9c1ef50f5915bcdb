"""A dossier's document as those who may see it see it."""

from itertools import pairwise
from typing import Any

from contracts.sync import Anomaly, SyncedDossier, SyncedDossierDetail, SyncedProgress
from sync.domain.lifecycle import is_legal

Document = dict[str, Any]
OF_CONTENT = (
    "procedure_code", "procedure_name", "field_code", "channel", "agency_name", "submitted_at", "received_at",
    "due_at", "ended_at", "returned_at",
)  # fmt: skip


def summary(document: Document) -> SyncedDossier:
    return SyncedDossier(**_fields(document))


def detail(document: Document) -> SyncedDossierDetail:
    lines = tuple(
        SyncedProgress(
            at=line["at"], unit=line["unit"], status_number=line["status"], content=line["content"]
        )
        for line in document.get("progress", ())
    )
    return SyncedDossierDetail(**_fields(document), progress=lines)


def owners(document: Document) -> tuple[str, ...]:
    return tuple(document.get("content", {}).get("owner", {}).get("numbers", ()))


def _fields(document: Document) -> Document:
    content = document.get("content", {})
    known = {name: content.get(name) for name in OF_CONTENT}
    for name in ("procedure_code", "procedure_name", "field_code", "agency_name"):
        known[name] = known[name] or ""
    return {
        **known,
        "code": document["_id"],
        "sender_code": document["sender"],
        "version": document["version"],
        "status_number": document.get("status", {}).get("n"),
        "event_at": document["event_at"],
        "first_received_at": document["first_received_at"],
        "last_received_at": document["last_received_at"],
        "anomalies": anomalies(document),
    }


def anomalies(document: Document) -> tuple[Anomaly, ...]:
    """Of what stands now, the same in whatever order it came: those of the content, and whether the states in the
    order of their moments are a course that the law knows."""
    found = [Anomaly(name) for name in document.get("content", {}).get("anomalies", ())]
    if "content" not in document:
        found.append(Anomaly.UNKNOWN_DOSSIER)
    course = _course(document)
    if any(not is_legal(before, after) for before, after in pairwise(course)):
        found.append(Anomaly.ILLEGAL_TRANSITION)
    return tuple(found)


def _course(document: Document) -> list[int]:
    content = document.get("content")
    told = [(line["k"], line["status"]) for line in document.get("progress", ())]
    if content:
        told.append((content["k"], content["status"]))
    return [status for _, status in sorted(told, key=lambda one: str(one[0])) if status is not None]
