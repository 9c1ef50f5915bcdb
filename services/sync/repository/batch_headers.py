"""The header of a batch as fields of a document: of each raw batch and of each refused item."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chassis.storage.documents import Document
from contracts.sync import BatchKind
from sync.domain.items.batch import BatchHeader


def to_document(header: BatchHeader) -> Document:
    return {
        "sender": header.sender,
        "kind": header.kind.value,
        "unit_code": header.unit_code,
        "updating": header.updating,
        "received_at": header.arrived_at,
    }


def from_document(document: Mapping[str, Any]) -> BatchHeader:
    return BatchHeader(
        sender=document["sender"],
        kind=BatchKind(document["kind"]),
        unit_code=document["unit_code"],
        updating=document["updating"],
        arrived_at=document["received_at"],
    )


def received_between(sender: str | None, from_at: datetime | None, to_at: datetime | None) -> Document:
    """Selects those of a sender, or of all, that arrived in a span; both ends inclusive."""
    query: Document = {"sender": sender} if sender else {}
    span = {operator: at for operator, at in (("$gte", from_at), ("$lte", to_at)) if at}
    return {**query, "received_at": span} if span else query
