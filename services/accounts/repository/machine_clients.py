"""Machine clients as documents, with the digests of their secrets, and which of their tokens are void."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, ClassVar

from pymongo import ASCENDING

from accounts.domain.machine_clients.clients import Client, Secret
from chassis.core.pagination import Position
from chassis.storage.documents import Document
from chassis.storage.repository import Repository
from contracts.accounts import MachineScope
from contracts.agency_codes import canonical
from contracts.errors import ErrorCode, ServiceError, not_found

_SCOPES = frozenset(MachineScope)


class MachineClientRepository(Repository):
    """One document a client. The last uses and notices stand apart in it (`uses`, `notices`, by id of the secret): noting
    one changes no version, and no change of the client takes one back."""

    collection: ClassVar[str] = "machine_clients"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> Client:
        """A stored client; fields and scopes of a later release are ignored."""
        uses, notices = document.get("uses", {}), document.get("notices", {})
        return Client(
            client_id=document["_id"],
            version=document["version"],
            name=document["name"],
            agency_code=document["agency_code"],
            scopes=tuple(MachineScope(scope) for scope in document["scopes"] if scope in _SCOPES),
            networks=tuple(document.get("networks", ())),
            certificates=tuple(document.get("certificates", ())),
            created_at=document["created_at"],
            generation=document.get("generation", 1),
            disabled_at=document.get("disabled_at"),
            secrets=tuple(_secret(each, uses, notices) for each in document.get("secrets", ())),
        )

    def add(self, client: Client) -> None:
        self.documents.insert_one({"_id": client.client_id, **_document(client)}, session=self.session)

    def find(self, client_id: str) -> Client | None:
        document = self.documents.find_one({"_id": client_id}, session=self.session)
        return self.from_document(document) if document else None

    def get(self, client_id: str) -> Client:
        """Raises NOT_FOUND."""
        client = self.find(client_id)
        if client is None:
            raise not_found("machine_client")
        return client

    def replace(self, client: Client, expected_version: int) -> None:
        """Raises VERSION_STALE when another change came first."""
        expected = {"_id": client.client_id, "version": expected_version}
        updated = self.documents.update_one(expected, {"$set": _document(client)}, session=self.session)
        if updated.matched_count == 0:
            raise ServiceError(ErrorCode.VERSION_STALE, current=self.get(client.client_id).version)

    def note_use(self, client_id: str, secret_id: str, at: datetime, address: str) -> None:
        use = {f"uses.{secret_id}": {"at": at, "address": address}}
        self.documents.update_one({"_id": client_id}, {"$set": use})

    def note_notice(self, client_id: str, secret_id: str, days: int) -> None:
        """The notice of so many days before the end of a secret goes out."""
        noticed = {f"notices.{secret_id}": days}
        self.documents.update_one({"_id": client_id}, {"$set": noticed}, session=self.session)

    def listed(self, agency_code: str | None, position: Position | None, limit: int) -> list[Client]:
        """Oldest first, of one agency or of all (None); `position`: that of the last one seen; `limit` 0: without one."""
        query: Document = {} if agency_code is None else {"agency_code": agency_code}
        if position is not None:
            query["_id"] = {"$gt": position[1]}
        found = self.documents.find(query, session=self.session).sort("_id", ASCENDING).limit(limit)
        return [self.from_document(document) for document in found]

    def of_agencies(self, codes: Sequence[str]) -> list[Client]:
        """Of the agencies that these codes name, however a client spells the code."""
        keys = {canonical(code) for code in codes}
        named = self.documents.distinct("agency_code", session=self.session)
        spelt = [code for code in named if canonical(code) in keys]
        found = self.documents.find({"agency_code": {"$in": spelt}}, session=self.session)
        return [self.from_document(document) for document in found.sort("_id", ASCENDING)]


class VoidTokenRepository(Repository):
    """Tokens of machine clients that are void before they expire, by `sid` or `jti`; MongoDB removes each when no token of
    it can be out any more."""

    collection: ClassVar[str] = "void_tokens"

    def add(self, names: Sequence[str], at: datetime, lifetime: timedelta) -> None:
        """Those that are not there yet."""
        documents = [{"_id": name, "ended_at": at, "ends_at": at + lifetime} for name in names]
        if documents:
            self.documents.insert_many(documents, session=self.session)

    def has(self, names: Sequence[str]) -> bool:
        """Whether one of them is there."""
        found = self.documents.find_one({"_id": {"$in": list(names)}}, {"_id": 1}, session=self.session)
        return found is not None

    def open_at(self, at: datetime) -> list[str]:
        found = self.documents.find({"ends_at": {"$gt": at}}, {"_id": 1}, session=self.session)
        return [document["_id"] for document in found]


def _document(client: Client) -> Document:
    document = asdict(client)
    del document["client_id"]
    document["scopes"] = [scope.value for scope in client.scopes]
    document["networks"] = list(client.networks)
    document["certificates"] = list(client.certificates)
    document["secrets"] = [
        {
            "secret_id": secret.secret_id,
            "digest": secret.digest,
            "created_at": secret.created_at,
            "expires_at": secret.expires_at,
            "revoked_at": secret.revoked_at,
        }
        for secret in client.secrets
    ]
    return document


def _secret(document: Mapping[str, Any], uses: Mapping[str, Any], notices: Mapping[str, int]) -> Secret:
    use = uses.get(document["secret_id"], {})
    return Secret(
        secret_id=document["secret_id"],
        digest=document["digest"],
        created_at=document["created_at"],
        expires_at=document["expires_at"],
        revoked_at=document.get("revoked_at"),
        used_at=use.get("at"),
        address=use.get("address", ""),
        noticed_days=notices.get(document["secret_id"]),
    )
