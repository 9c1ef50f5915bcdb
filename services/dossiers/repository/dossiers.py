"""Dossiers as documents, and the counter of their codes."""

from datetime import datetime
from enum import Enum
from typing import Any

from pymongo import ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.database import Database

from contracts.dossiers import DossierStatus, DossierSummary
from contracts.errors import ErrorCode, ServiceError, not_found
from dossiers.domain.lateness import lateness
from dossiers.domain.model.dossier import DossierState
from dossiers.repository.list_fields import list_fields

Document = dict[str, Any]
SUMMARY_FIELDS = (
    "version",
    "status",
    "code",
    "procedure_code",
    "procedure_name",
    "agency_code",
    "channel",
    "applicant.full_name",
    "submitted_at",
    "received_at",
    "due_at",
    "ended_at",
    "clock_stopped_since",
    "assignment",
    "open_step_codes",
)
DERIVED = ("follower_ids", "agency_codes", "open_step_codes")
"""What queries ask for and the dossier itself says of itself."""
LIST_FIELDS = "desk"


class DossierRepository:
    """Within a transaction when given its session."""

    def __init__(self, database: Database[Document], session: ClientSession | None = None) -> None:
        self._dossiers = database.dossiers
        self._codes = database.codes
        self._session = session

    def get(self, dossier_id: str) -> DossierState:
        """Raises NOT_FOUND."""
        document = self._dossiers.find_one({"_id": dossier_id}, session=self._session)
        if document is None:
            raise not_found("dossier")
        return _dossier(document)

    def by_code(self, code: str) -> DossierState:
        """Raises NOT_FOUND."""
        document = self._dossiers.find_one({"code": code}, session=self._session)
        if document is None:
            raise not_found("dossier")
        return _dossier(document)

    def add(self, dossier: DossierState) -> None:
        self._dossiers.insert_one(document_from(dossier), session=self._session)

    def replace(self, dossier: DossierState, expected_version: int) -> None:
        """Raises VERSION_STALE when another change came first."""
        known = {"_id": dossier.dossier_id, "version": expected_version}
        if not self._dossiers.replace_one(known, document_from(dossier), session=self._session).matched_count:
            raise ServiceError(ErrorCode.VERSION_STALE, current=self.get(dossier.dossier_id).version)

    def next_number(self, series: str) -> int:
        """1, 2, 3 ... within a series, each once; a transaction that fails gives its number back."""
        counted = self._codes.find_one_and_update(
            {"_id": series},
            {"$inc": {"last": 1}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=self._session,
        )
        assert counted is not None, "an upsert answers with its document"
        return int(counted["last"])


def document_from(dossier: DossierState) -> Document:
    fields = dossier.model_dump(exclude={"dossier_id"})
    derived = {name: list(getattr(dossier, name)) for name in DERIVED}
    plain = {name: _plain(value) for name, value in fields.items()}
    return {"_id": dossier.dossier_id, **plain, **derived, LIST_FIELDS: list_fields(dossier)}


def _plain(value: Any) -> Any:
    """Enums as their text, tuples as lists."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, tuple | list) else value


def _dossier(document: Document) -> DossierState:
    return DossierState.model_validate({**_fields(document), "dossier_id": document["_id"]}, extra="ignore")


def summary(document: Document, moment: datetime) -> DossierSummary:
    fields = {name: value for name, value in document.items() if name in DossierSummary.model_fields}
    assignment = document.get("assignment") or {}
    stopped = document.get("clock_stopped_since")
    return DossierSummary(
        **fields,
        dossier_id=document["_id"],
        status_number=DossierStatus(document["status"]).number,
        applicant_name=document["applicant"]["full_name"],
        lateness=lateness(document.get("due_at"), document.get("ended_at"), stopped, moment),
        officer_id=assignment.get("officer_id"),
        unit=assignment.get("unit", ""),
        step_codes=tuple(document.get("open_step_codes", ())),
    )


def _fields(document: Document) -> Document:
    return {name: value for name, value in document.items() if name not in ("_id", LIST_FIELDS, *DERIVED)}
