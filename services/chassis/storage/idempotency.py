"""Idempotency records: which command of which caller ran, the fingerprint of its content, and its stored result."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self, TypeVar

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError, OperationFailure

from chassis.core.canonical_json import to_canonical_json
from chassis.storage.documents import Document, has_dollar_names
from chassis.storage.encryption import SERVICE, Cipher, cipher_of
from chassis.storage.unit_of_work import UnitOfWork
from contracts.base import Actor, AnyMethod, Command, Model
from contracts.errors import ErrorCode, ServiceError

Res = TypeVar("Res", bound=Model)

COLLECTION = "commands"
#: How long a repeated command finds its stored result.
RETENTION = timedelta(days=30)


def create_indexes(database: Database[dict[str, Any]]) -> None:
    database[COLLECTION].create_index("at", expireAfterSeconds=int(RETENTION.total_seconds()))


@dataclass
class IdempotencyRecord:
    """The record of one command of one caller. `contended` while another run of it holds the record."""

    id: str
    fingerprint: str
    contended: bool = False

    @classmethod
    def of(cls, method: AnyMethod, request: Command, actor: Actor) -> Self:
        record_id = f"{actor.key} {method.routing_key} {request.command_id}"
        return cls(record_id, fingerprint(request))

    def store(self, uow: UnitOfWork, result: Model) -> None:
        """Last write of the work: a second run of the command fails here, and waits while the first is not committed."""
        try:
            uow.database[COLLECTION].insert_one(self.to_document(uow, result), session=uow.session)
        except OperationFailure as error:
            self.contended = self.contended or error.has_error_label("TransientTransactionError")
            raise
        self.contended = False

    def to_document(self, uow: UnitOfWork, result: Model) -> Document:
        """The record of a command that has run."""
        fields = _result_fields(result, cipher_of(uow.database))
        return {"_id": self.id, "fingerprint": self.fingerprint, "at": uow.now, **fields}

    def is_conflict(self, error: DuplicateKeyError) -> bool:
        key = (error.details or {}).get("keyValue") or {}
        return bool(key.get("_id") == self.id)

    def find_result(self, database: Database[dict[str, Any]], response: type[Res]) -> Res | None:
        """The stored result, None when the command has not run. Raises IDEMPOTENCY_MISMATCH for other content."""
        row = database[COLLECTION].find_one({"_id": self.id})
        if row is None:
            return None
        if row["fingerprint"] != self.fingerprint:
            raise ServiceError(ErrorCode.IDEMPOTENCY_MISMATCH)
        if "result_sealed" in row:
            opened = cipher_of(database).open(row["result_sealed"])
            assert opened is not None  # the service's own key is never destroyed
            return response.model_validate_json(opened["result"], extra="ignore")
        if "result_text" in row:
            return response.model_validate_json(row["result_text"], extra="ignore")
        return response.model_validate(row["result"], extra="ignore")


def _result_fields(result: Model, cipher: Cipher) -> dict[str, Any]:
    """The result as fields of its record: encrypted as text, because it shows people's data; in the clear as text where it
    has names that the driver would not read back (`$ref`)."""
    if cipher.active:
        return {"result_sealed": cipher.seal({"result": result.model_dump_json()}, SERVICE)}
    plain = result.model_dump(mode="json")
    return {"result_text": result.model_dump_json()} if has_dollar_names(plain) else {"result": plain}


def fingerprint(request: Command) -> str:
    """SHA-256, in hex, of a command's content: equal for equal content, whatever its id.

    Fields that have their default are left out, so that an optional field of a later release does not make a
    repeated command another; so are the secrets that the request's class names in `unfingerprinted`.
    """
    secrets = {"command_id", *request.unfingerprinted}
    content = request.model_dump(mode="json", exclude=secrets, exclude_defaults=True)
    return hashlib.sha256(to_canonical_json(content)).hexdigest()
