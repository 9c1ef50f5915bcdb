"""Dossiers as retention looks at them: when they ended, and whose they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, UpdateMany

from chassis.storage.documents import Document
from chassis.storage.encryption.sealed_fields import SEALED, is_of_list, root_of
from chassis.storage.repository import Repository
from dossiers.domain.model.state_machine import TERMINAL
from dossiers.repository.list_fields import number_key
from dossiers.repository.personal_fields import PERSONAL_FIELDS

ANONYMISED = "anonymised"
"""Field of a stored dossier whose personal data are gone."""
_FIELDS = dict.fromkeys(
    (
        "agency_code",
        "code",
        "status",
        "ended_at",
        "follower_ids",
        "applicant.account_id",
        "filer.account_id",
        ANONYMISED,
    ),
    1,
)
_ENDED = frozenset(status.value for status in TERMINAL)


@dataclass(frozen=True)
class DossierAge:
    """`owner_id`: the account whose key its personal data have; None: it has a key of its own."""

    dossier_id: str
    code: str | None
    ended_at: datetime | None
    owner_id: str | None
    people: frozenset[str]
    anonymised: bool
    agency_code: str

    @property
    def names(self) -> frozenset[str]:
        """By which a hold may name it."""
        return frozenset((self.dossier_id, self.code or ""))

    def ended_before(self, before: datetime) -> bool:
        """At its end, and since before then."""
        return self.ended_at is not None and self.ended_at < before


class EndedDossierRepository(Repository):
    """Reads few fields of many dossiers, none of them encrypted."""

    collection: ClassVar[str] = "dossiers"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> DossierAge:
        """Of a stored dossier; one that is not at its end has no `ended_at` here."""
        owner_id = document.get("applicant", {}).get("account_id")
        filer_id = (document.get("filer") or {}).get("account_id")
        people = {*document.get("follower_ids", ()), owner_id, filer_id} - {None}
        return DossierAge(
            document["_id"],
            document.get("code"),
            document.get("ended_at") if document["status"] in _ENDED else None,
            owner_id,
            frozenset(people),
            bool(document.get(ANONYMISED)),
            document["agency_code"],
        )

    def in_order(self, after: str, limit: int) -> list[DossierAge]:
        """Those with a greater id, in the order of their ids."""
        found = self.documents.find({"_id": {"$gt": after}}, _FIELDS, session=self.session)
        return [self.from_document(document) for document in found.sort("_id", ASCENDING).limit(limit)]

    def of_owners(self, account_ids: Iterable[str]) -> list[DossierAge]:
        """All dossiers of these owners, who follow them."""
        ids = set(account_ids)
        query = {"follower_ids": {"$in": sorted(ids)}}
        found = self.documents.find(query, _FIELDS, session=self.session) if ids else ()
        return [each for each in map(self.from_document, found) if each.owner_id in ids]

    def of_ids(self, dossier_ids: list[str]) -> list[DossierAge]:
        """Those that exist."""
        found = self.documents.find({"_id": {"$in": dossier_ids}}, _FIELDS, session=self.session)
        return [self.from_document(document) for document in found]

    def log_entries(self, dossier_ids: list[str]) -> dict[str, int]:
        """How many entries the logs of each have, its own and that of what was issued for it."""
        logs = {name: each for each in dossier_ids for name in (each, f"issued-{each}")}
        found = self.documents.database.events.aggregate(
            [
                {"$match": {"aggregate_id": {"$in": list(logs)}}},
                {"$group": {"_id": "$aggregate_id", "entries": {"$sum": 1}}},
            ],
            session=self.session,
        )
        totals = dict.fromkeys(dossier_ids, 0)
        for log in found:
            totals[logs[log["_id"]]] += log["entries"]
        return totals

    def anonymise(self, dossier_ids: list[str]) -> None:
        """What is left of them has no personal data but names, and is found by no number. Their versions stay."""
        paths = [path for path in PERSONAL_FIELDS.paths if not is_of_list(path)]
        erased = {path: PERSONAL_FIELDS.erased[path] for path in paths if path in PERSONAL_FIELDS.erased}
        gone = {path: "" for path in (SEALED, *paths) if path not in erased}
        numbers = {"$regex": f"^{number_key('')}".replace("|", r"\|")}
        update: Document = {
            "$set": {**erased, ANONYMISED: True},
            "$unset": gone,
            "$pull": {"desk.keys": numbers},
        }
        of_lists = [_erasure(path, dossier_ids) for path in PERSONAL_FIELDS.paths if is_of_list(path)]
        named = UpdateMany({"_id": {"$in": dossier_ids}}, update)
        self.documents.bulk_write([*of_lists, named], session=self.session)


def _erasure(path: str, dossier_ids: list[str]) -> UpdateMany:
    """Of a field of each document of a list."""
    each = path.replace("[]", ".$[]")
    erased = PERSONAL_FIELDS.erased
    change: Document = {"$set": {each: erased[path]}} if path in erased else {"$unset": {each: ""}}
    return UpdateMany({"_id": {"$in": dossier_ids}, root_of(path): {"$type": "array"}}, change)
