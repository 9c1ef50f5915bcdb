"""The last anchor, as the database knows it: where the next one goes on, and that none was taken away."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from chassis.storage.documents import to_document
from chassis.storage.repository import Repository
from contracts.audit import AnchorRecord, AnchorStatus
from contracts.base import Instant, Model

_LAST = "last"


class LastAnchor(Model):
    """The last anchor. `logs`: by service, the entry at which its part of that log ends."""

    number: int = 0
    sha256: str = ""
    made_at: Instant | None = None
    heads: int = 0
    complete: bool = True
    logs: dict[str, str] = Field(default_factory=dict)

    def status(self, *, busy: bool = False) -> AnchorStatus:
        return AnchorStatus(
            number=self.number,
            sha256=self.sha256,
            made_at=self.made_at,
            heads=self.heads,
            complete=self.complete,
            busy=busy,
        )


class AnchorRepository(Repository):
    """One document."""

    collection = "anchors"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> LastAnchor:
        fields = {name: value for name, value in document.items() if name != "_id"}
        return LastAnchor.model_validate(fields, extra="ignore")

    def last(self) -> LastAnchor:
        """That of number 0 before the first."""
        document = self.documents.find_one({"_id": _LAST})
        return LastAnchor() if document is None else self.from_document(document)

    def save(self, anchor: LastAnchor) -> None:
        """Stand-alone; the folder of the anchor is there already, so that no two have its number."""
        self.documents.update_one({"_id": _LAST}, {"$set": to_document(anchor.model_dump())}, upsert=True)


def last_anchor(record: AnchorRecord, sha256: str) -> LastAnchor:
    """What is stored of a record with this hash."""
    return LastAnchor(
        number=record.number,
        sha256=sha256,
        made_at=record.made_at,
        heads=sum(log.heads for log in record.logs.values()),
        complete=record.complete,
        logs={service: log.until for service, log in record.logs.items()},
    )
