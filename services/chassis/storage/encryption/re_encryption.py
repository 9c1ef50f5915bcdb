"""Re-encryption: stored documents in the clear are encrypted, and data keys come under the newest master key.

It runs beside the service, in bounded batches, when the operator asks for it (`motcua encrypt`). How far it has come is
stored after each batch, so that it may be interrupted and goes on from there.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pymongo import ASCENDING, UpdateOne
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.encryption import ClientEncryption

from chassis.storage.documents import Document
from chassis.storage.encryption import beginning
from chassis.storage.encryption.cipher import SERVICE, Cipher, FieldCipher
from chassis.storage.encryption.data_keys import COLLECTION as DATA_KEYS
from chassis.storage.encryption.data_keys import DESTROYED_AT
from chassis.storage.encryption.sealed_fields import SEALED, SealedFields, is_of_list, root_of, sealed_in
from chassis.storage.lease import Lease
from contracts.field_encryption import EncryptionStatus

BATCH = 200
"""Documents that one batch looks at, at most."""
KEYS_AT_ONCE = 500
_LEASE_S = 20.0

Tokens = Callable[[Document, Cipher], Document]
"""Of a document in the clear: the stored fields, by path, that equality is searched by, with tokens in them."""


def of_service(_document: Document) -> str:
    """The owner of documents that no single person's key may take with it."""
    return SERVICE


@dataclass(frozen=True)
class Portion:
    """What one batch has done: how many documents it looked at and encrypted, and after which the next one begins.

    `looked_at` 0: the next one begins at the same place.
    """

    looked_at: int
    encrypted: int
    after: Any


class Encryptable(Protocol):
    """What `motcua encrypt` goes over; `name` is unique in the service, `field_names` say what of it is encrypted."""

    @property
    def name(self) -> str: ...

    @property
    def field_names(self) -> Sequence[str]: ...

    def encrypt(
        self, database: Database[Document], cipher: FieldCipher, after: Any, batch: int
    ) -> Portion | None:
        """The next documents after this one, None for the first; None at the end. May be repeated."""


@dataclass(frozen=True)
class EncryptedCollection:
    """A collection whose documents have personal fields. `owner`: whose key, of a document in the clear. `at_once`: how many
    documents of it one batch holds in memory at most."""

    name: str
    fields: SealedFields
    owner: Callable[[Document], str] = of_service
    tokens: Tokens = lambda _document, _cipher: {}
    at_once: int = BATCH

    @property
    def field_names(self) -> list[str]:
        return [f"{self.name}.{path}" for path in self.fields.paths]

    def encrypt(
        self, database: Database[Document], cipher: FieldCipher, after: Any, batch: int
    ) -> Portion | None:
        def update_of(document: Document, cipher: Cipher) -> UpdateOne | None:
            return _update_of(document, self, cipher)

        return encrypt_next(database[self.name], update_of, cipher, after, min(batch, self.at_once))


def encrypt_next(
    documents: Collection[Document],
    update_of: Callable[[Document, Cipher], UpdateOne | None],
    cipher: Cipher,
    after: Any,
    batch: int,
) -> Portion | None:
    """The next documents after this one, None at the end. `update_of`: what encrypts a document that is as it was read; None
    for one that has nothing in the clear."""
    newer: Document = {} if after is None else {"_id": {"$gt": after}}
    found = list(documents.find(newer, sort=[("_id", ASCENDING)], limit=batch))
    if not found:
        return None
    updates = [update for each in found if (update := update_of(each, cipher))]
    changed = documents.bulk_write(updates, ordered=False).modified_count if updates else 0
    if changed < len(updates):
        return Portion(0, 0, after)  # some have changed meanwhile: they are looked at once more
    return Portion(len(found), changed, found[-1]["_id"])


class ReEncryption:
    """That of one service. Methods raise PyMongoError."""

    def __init__(
        self,
        database: Database[Document],
        service: str,
        cipher: FieldCipher | None,
        collections: Sequence[Encryptable],
    ) -> None:
        self._database = database
        self._service = service
        self._cipher = cipher
        self._collections = tuple(collections)
        self._progress = database[beginning.PROGRESS]
        self._lease = Lease(database, "re-encryption", _LEASE_S)

    @property
    def fields(self) -> list[str]:
        """What is encrypted: collection and path."""
        return [name for each in self._collections for name in each.field_names]

    def status(self, *, busy: bool = False) -> EncryptionStatus:
        if self._cipher is None or self._cipher.encryption is None:
            return EncryptionStatus(service=self._service)
        rows = list(self._progress.find())
        return EncryptionStatus(
            service=self._service,
            encrypts_from=self._cipher.encryption.since,
            complete=beginning.is_complete(self._database),
            checked=sum(row["checked"] for row in rows),
            encrypted=sum(row["encrypted"] for row in rows),
            old_keys=self._database[DATA_KEYS].count_documents(self._old_keys(self._cipher)),
            busy=busy,
        )

    def run(self, budget_s: float, batch: int = BATCH) -> EncryptionStatus:
        """Work until `budget_s` seconds are over; one batch more at most. Nothing before the service encrypts.

        One process at a time does it: `busy` when it was another.
        """
        if self._cipher is None or not self._cipher.active:
            return self.status()
        deadline = time.monotonic() + budget_s
        self._lease.ensure_exists()
        while self._lease.acquire():
            if not self._step(self._cipher, batch) or time.monotonic() >= deadline:
                self._lease.release()
                return self.status()
        return self.status(busy=True)

    def _step(self, cipher: FieldCipher, batch: int) -> bool:
        """Whether there was anything to do."""
        if self._rewrap(cipher):
            return True
        if beginning.is_complete(self._database):
            return False
        for collection in self._collections:
            if self._encrypt(cipher, collection, batch):
                return True
        beginning.end(self._database)
        return False

    def _rewrap(self, cipher: FieldCipher) -> bool:
        keys = self._database[DATA_KEYS]
        ids = [row["_id"] for row in keys.find(self._old_keys(cipher), {"_id": 1}, limit=KEYS_AT_ONCE)]
        if ids:
            master = cipher.master
            encryption: ClientEncryption[Document] = ClientEncryption(
                master.providers,
                f"{self._database.name}.{DATA_KEYS}",
                self._database.client,
                self._database.codec_options,
            )
            with encryption:
                encryption.rewrap_many_data_key({"_id": {"$in": ids}}, provider=master.current)
        return bool(ids)

    @staticmethod
    def _old_keys(cipher: FieldCipher) -> Document:
        return {"masterKey.provider": {"$ne": cipher.master.current}, DESTROYED_AT: {"$exists": False}}

    def _encrypt(self, cipher: FieldCipher, collection: Encryptable, batch: int) -> bool:
        """Whether there was anything left of it."""
        row = self._progress.find_one({"_id": collection.name}) or {}
        done = collection.encrypt(self._database, cipher, row.get("after"), batch)
        if done is not None and done.looked_at:
            step: Document = {"$set": {"after": done.after}}
            step["$inc"] = {"checked": done.looked_at, "encrypted": done.encrypted}
            self._progress.update_one({"_id": collection.name}, step, upsert=True)
        return done is not None


def _update_of(document: Document, collection: EncryptedCollection, cipher: Cipher) -> UpdateOne | None:
    """None for a document that has nothing in the clear. It changes a document only as long as it is as it was read."""
    before = sealed_in(document)
    sealed = {} if before is None else cipher.open(before)
    if sealed is None:
        return None  # its key was destroyed
    # Where a field is sealed, what stands in its place is its token.
    rest, taken = collection.fields.take(document)
    plain = {path: value for path, value in taken.items() if path not in sealed}
    whole = collection.fields.open(document, cipher)
    tokens = collection.tokens(whole, cipher)
    if not plain and all(value == _at(document, path) for path, value in tokens.items()):
        return None
    lists = {root_of(path) for path in plain if is_of_list(path)}
    changes: dict[str, Any] = {
        "$set": {
            SEALED: cipher.seal({**sealed, **plain}, collection.owner(whole)),
            **{name: rest[name] for name in lists},
            **tokens,
        }
    }
    gone = {path for path in plain.keys() - tokens.keys() if not is_of_list(path)}
    if gone:
        changes["$unset"] = dict.fromkeys(gone, "")
    as_read = {path: value for path, value in plain.items() if not is_of_list(path)}
    return UpdateOne(_unchanged(document, as_read | {name: document[name] for name in lists}), changes)


def _unchanged(document: Document, plain: Document) -> Document:
    if "version" in document:
        return {"_id": document["_id"], "version": document["version"]}
    return {"_id": document["_id"], **plain}


def _at(document: Document, path: str) -> Any:
    value: Any = document
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value
