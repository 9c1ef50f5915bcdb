"""Documents and seals of dossiers, beside the dossiers themselves."""

from enum import Enum
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.documents.issuance import Issuance

Document = dict[str, Any]


class IssuanceRepository:
    """Within a transaction when given its session."""

    def __init__(self, database: Database[Document], session: ClientSession | None = None) -> None:
        self._issuances = database.issuances
        self._session = session

    def of(self, dossier_id: str) -> Issuance:
        """An empty one of version 0 while there is nothing."""
        found = self._issuances.find_one({"_id": dossier_id}, session=self._session)
        if found is None:
            return Issuance(dossier_id=dossier_id)
        return Issuance.model_validate({"dossier_id": found.pop("_id"), **found}, extra="ignore")

    def put(self, issuance: Issuance) -> None:
        """One version on from what is there. Raises VERSION_STALE when another change came first."""
        known = {"_id": issuance.dossier_id, "version": issuance.version - 1}
        document = _plain(issuance.model_dump(exclude={"dossier_id"}))
        try:
            done = self._issuances.replace_one(
                known, document, upsert=issuance.version == 1, session=self._session
            )
        except DuplicateKeyError as error:
            raise ServiceError(ErrorCode.VERSION_STALE, current=issuance.version) from error
        if not (done.matched_count or done.upserted_id):
            raise ServiceError(ErrorCode.VERSION_STALE, current=issuance.version)


def _plain(value: Any) -> Any:
    """Enums as their text, tuples as lists."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, tuple | list) else value
