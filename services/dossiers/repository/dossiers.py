"""Stored dossiers, alone or with what is stored beside them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING

from chassis.storage import event_log
from chassis.storage.documents import Document, to_document
from chassis.storage.encryption import PLAIN, Cipher, sealed_in
from chassis.storage.event_log import LogTail
from chassis.storage.repository import Repository, same_text
from contracts.catalog import SubmissionChannel
from contracts.dossiers import Applicant, DossierStatus, DossierSummary
from contracts.errors import not_found
from dossiers.domain.awaited import awaited_acts
from dossiers.domain.documents.issuance import Issuance
from dossiers.domain.lateness import lateness
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.state_machine import TERMINAL, UNDER_WAY
from dossiers.repository.issuances import IssuanceRepository
from dossiers.repository.list_fields import list_fields, number_key
from dossiers.repository.personal_fields import PERSONAL_FIELDS, key_owner, owner_of

SUMMARY_FIELDS = (
    *(
        name
        for name in DossierSummary.model_fields
        if name in DossierState.model_fields and name != "dossier_id"
    ),
    "applicant.full_name",
    "filer.full_name",
    "clock_stopped_since",
    "assignment.officer_id",
    "assignment.officer_name",
    "assignment.unit",
    "open_step_codes",
    "awaited",
    "follower_ids",
)
"""What a line of a list is made of; a field that both models have is one of them by itself."""
_SAME = frozenset(SUMMARY_FIELDS).intersection(DossierSummary.model_fields)
"""What a line has as it is stored."""
DERIVED = ("follower_ids", "agency_codes", "open_step_codes")
_AWAITED = "awaited"
"""Stored for queries; derived from the dossier when it is read."""
LIST_FIELDS = "desk"
"""The field that holds what `list_fields` derives; its stored name."""
_ISSUANCE, _LOG = "issuance", "log"
_WITH_ISSUANCE: Document = {
    "$lookup": {
        "from": IssuanceRepository.collection,
        "localField": "_id",
        "foreignField": "_id",
        "as": _ISSUANCE,
    }
}
_WITH_TAIL: Document = {
    "$lookup": {
        "from": event_log.COLLECTION,
        "localField": "_id",
        "foreignField": "aggregate_id",
        "pipeline": [
            {"$sort": {"aggregate_version": DESCENDING}},
            {"$limit": 1},
            {"$project": {"hash": 1, "aggregate_version": 1}},
        ],
        "as": _LOG,
    }
}


@dataclass(frozen=True)
class StoredDossier:
    """A dossier with what was issued for it, and with the newest entry of its log where that was read."""

    state: DossierState
    issuance: Issuance
    tail: LogTail | None


class DossierRepository(Repository):
    """Dossiers as `DossierState`, each written with its version."""

    collection = "dossiers"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> DossierState:
        """Of a document whose personal fields are open."""
        derived = ("_id", LIST_FIELDS, *DERIVED, _AWAITED, _ISSUANCE, _LOG)
        fields = {name: value for name, value in document.items() if name not in derived}
        return DossierState.model_validate({**fields, "dossier_id": document["_id"]}, extra="ignore")

    def get(self, dossier_id: str) -> DossierState:
        """Raises NOT_FOUND."""
        return self._one({"_id": dossier_id})

    def with_issuance(self, dossier_id: str, *, and_log: bool = False) -> StoredDossier:
        """In one request. Raises NOT_FOUND."""
        beside = [_WITH_ISSUANCE, *([_WITH_TAIL] if and_log else [])]
        pipeline = [{"$match": {"_id": dossier_id}}, *beside]
        document = next(iter(self.documents.aggregate(pipeline, session=self.session)), None)
        if document is None:
            raise not_found("dossier")
        return _stored_dossier(PERSONAL_FIELDS.open(document, self.cipher))

    def without_account(self, number: str, limit: int) -> list[str]:
        """The ids of dossiers that name their owner by this number and no account."""
        keys = [number_key(form) for form in self.cipher.forms(number)]
        query = {"desk.keys": {"$in": keys}, "applicant.account_id": None}
        found = self.documents.find(query, {"_id": 1}, session=self.session).limit(limit)
        return [document["_id"] for document in found]

    def open_at(self, agency_code: str, limit: int) -> list[str]:
        """The ids of dossiers in which the agency takes part and that are not at their end, oldest first."""
        query = {
            "agency_codes": agency_code,
            "status": {"$in": sorted(set(DossierStatus) - TERMINAL)},
        }
        found = self.documents.find(query, {"_id": 1}, session=self.session).sort("_id", ASCENDING)
        return [document["_id"] for document in found.limit(limit)]

    def under_way_after(self, agency_codes: Collection[str], after: str | None, limit: int) -> list[str]:
        """The ids of dossiers that were received and have not ended, of these agencies or of all, oldest first from the id
        `after` on."""
        query: Document = {
            "status": {"$in": sorted(UNDER_WAY)},
            "channel": {"$in": sorted(SubmissionChannel)},
            **({"agency_codes": {"$in": sorted(agency_codes)}} if agency_codes else {}),
            **({"_id": {"$gt": after}} if after else {}),
        }
        found = self.documents.find(query, {"_id": 1}, session=self.session).sort("_id", ASCENDING)
        return [document["_id"] for document in found.limit(limit)]

    def find_all(self, dossier_ids: Iterable[str]) -> dict[str, DossierState]:
        """Those that exist, by id."""
        found = list(self.documents.find({"_id": {"$in": list(dossier_ids)}}, session=self.session))
        self.cipher.load_keys(filter(None, map(sealed_in, found)))
        return {dossier.dossier_id: dossier for dossier in map(self._opened, found)}

    def followed_after(self, account_id: str, after: str, limit: int) -> list[DossierState]:
        """Those that the account follows with a greater id, oldest first."""
        query = {"follower_ids": account_id, "_id": {"$gt": after}}
        found = list(self.documents.find(query).sort("_id", ASCENDING).limit(limit))
        self.cipher.load_keys(filter(None, map(sealed_in, found)))
        return [self._opened(document) for document in found]

    def count_followed(self, account_id: str) -> tuple[int, int]:
        """How many of those that the account follows are not at their end, and how many are."""
        ended = {"$in": sorted(status.value for status in TERMINAL)}
        query = {"follower_ids": account_id}
        all_ = self.documents.count_documents(query)
        at_end = self.documents.count_documents({**query, "status": ended})
        return all_ - at_end, at_end

    def followers_of(self, dossier_ids: Iterable[str]) -> dict[str, list[str]]:
        """The accounts that follow each of them, by id, in this order."""
        ids = list(dossier_ids)
        found = self.documents.find({"_id": {"$in": ids}}, {"follower_ids": 1}, session=self.session)
        of = {document["_id"]: document.get("follower_ids", []) for document in found}
        return {dossier_id: of[dossier_id] for dossier_id in ids if dossier_id in of}

    def ids_among(self, dossier_ids: Collection[str], filter_: Document) -> frozenset[str]:
        """Those of the dossiers that the filter selects; asks nothing for none."""
        if not dossier_ids:
            return frozenset()
        query = {"$and": [{"_id": {"$in": sorted(dossier_ids)}}, filter_]}
        return frozenset(document["_id"] for document in self.documents.find(query, {"_id": 1}))

    def by_code(self, code: str) -> DossierState:
        """Raises NOT_FOUND."""
        return self._one({"code": same_text(code)})

    def by_submission_number(self, number: str) -> DossierState:
        """Raises NOT_FOUND."""
        return self._one({"submission_number": same_text(number)})

    def prepare_key(self, dossier_id: str, applicant: Applicant) -> None:
        """Make or read the key that a new dossier is encrypted with, so that `add` asks nothing."""
        self.cipher.prepare(owner_of(dossier_id, applicant))

    def add(self, dossier: DossierState) -> None:
        self.writes.insert(self.collection, dossier_document(dossier, self.cipher))

    def replace(self, dossier: DossierState, expected_version: int) -> None:
        """The transaction fails when another change came first."""
        expected = {"_id": dossier.dossier_id, "version": expected_version}
        self.writes.replace(self.collection, expected, dossier_document(dossier, self.cipher))

    def changes_to_store(self, dossier: DossierState, changes: Mapping[str, Any]) -> Document:
        """The changes of an event as its entry in the log holds them."""
        return PERSONAL_FIELDS.seal(changes, self.cipher, key_owner(dossier), as_text=True)

    def _one(self, filter_: Document) -> DossierState:
        document = self.documents.find_one(filter_, session=self.session)
        if document is None:
            raise not_found("dossier")
        return self._opened(document)

    def _opened(self, document: Document) -> DossierState:
        return self.from_document(PERSONAL_FIELDS.open(document, self.cipher))


def _stored_dossier(document: Document) -> StoredDossier:
    state = DossierRepository.from_document(document)
    issued = next(iter(document[_ISSUANCE]), None)
    issuance = IssuanceRepository.from_document(issued) if issued else Issuance(dossier_id=state.dossier_id)
    newest = next(iter(document.get(_LOG, ())), None)
    tail = LogTail(newest["aggregate_version"], newest["_id"], newest["hash"]) if newest else None
    return StoredDossier(state, issuance, tail)


def dossier_document(dossier: DossierState, cipher: Cipher = PLAIN) -> Document:
    """The dossier as it is stored, with what queries ask for beside it."""
    fields = PERSONAL_FIELDS.seal(
        to_document(dossier.model_dump(exclude={"dossier_id"})), cipher, key_owner(dossier)
    )
    derived: Document = {name: list(getattr(dossier, name)) for name in DERIVED}
    awaited = [to_document(act.model_dump()) for act in awaited_acts(dossier)]
    derived |= {_AWAITED: awaited} if awaited else {}
    return {"_id": dossier.dossier_id, **fields, **derived, LIST_FIELDS: list_fields(dossier, cipher.token)}


def dossier_summary(document: Document, now: datetime) -> DossierSummary:
    """One line of a list, of a document with at least `SUMMARY_FIELDS`."""
    fields = {name: value for name, value in document.items() if name in _SAME}
    assignment = document.get("assignment") or {}
    stopped = document.get("clock_stopped_since")
    return DossierSummary(
        **fields,
        dossier_id=document["_id"],
        status_number=DossierStatus(document["status"]).number,
        applicant_name=document["applicant"]["full_name"],
        filer_name=(document.get("filer") or {}).get("full_name"),
        lateness=lateness(document.get("due_at"), document.get("ended_at"), stopped, now),
        officer_id=assignment.get("officer_id"),
        officer_name=assignment.get("officer_name"),
        unit=assignment.get("unit", ""),
        step_codes=tuple(document.get("open_step_codes", ())),
    )
