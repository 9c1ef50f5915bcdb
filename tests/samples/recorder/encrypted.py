"""Golden samples as they are stored encrypted: with them, the keys that the next release reads them with.

Made of the samples of stored documents, with a master key of its own that guards nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any

from bson import Binary
from bson.json_util import CANONICAL_JSON_OPTIONS, JSONMode, JSONOptions, dumps, loads
from tests.samples.recorder.release import ReleaseSamples

from chassis.core.clock import utcnow
from chassis.core.master_keys import LENGTH, MasterKeys
from chassis.storage.documents import Document
from chassis.storage.encryption import Cipher, Encryption, FieldCipher
from chassis.storage.encryption.data_keys import NAMES, DataKeys, key_id
from chassis.storage.encryption.re_encryption import Encryptable, EncryptedCollection
from chassis.storage.encryption.sealed_fields import SEALED
from sync.repository.dossiers import SyncedDossierRepository
from sync.repository.encrypted import EncryptedDossiers
from sync.repository.personal_fields import seal_content, seal_line

MASTER_KEY = (
    "samples "
    + base64.b64encode(
        b"".join(hashlib.sha256(b"a key of samples %d" % part).digest() for part in range(LENGTH // 32))
    ).decode()
)
_AWARE = JSONOptions(json_mode=JSONMode.RELAXED, tz_aware=True)
_MODULES = {
    "accounts": "accounts.repository.personal_fields",
    "notifications": "notifications.repository.messages",
}
"""Where a service names what it encrypts; of all others, `repository.encrypted`."""
SERVICES = ("accounts", "dossiers", "notifications", "records", "sync")


class KeysInMemory(DataKeys):
    """The data keys of one service, which no database holds."""

    def __init__(self, stored: Iterable[Document] = ()) -> None:
        self.documents = {bytes(each["_id"]): each for each in stored}

    def remembered(self, id_: bytes) -> Document | None:
        return self.documents.get(bytes(id_))

    def find(self, id_: bytes) -> Document | None:
        return self.documents.get(bytes(id_))

    def load(self, ids: Iterable[bytes]) -> None:
        """All are there."""

    def put_new(self, fresh: Mapping[str, Any], name: str) -> Document:
        made = {**fresh, "_id": key_id(name), NAMES: [name]}
        return self.documents.setdefault(bytes(made["_id"]), made)


def cipher_with(keys: KeysInMemory, master_key: str = MASTER_KEY) -> FieldCipher:
    """One that encrypts, with everything encrypted already."""
    cipher = FieldCipher(MasterKeys.from_text(master_key), keys)
    cipher.encryption = Encryption(utcnow(), complete=True)
    return cipher


def encrypted_collections() -> Iterator[tuple[str, Encryptable]]:
    """Each with its service; blobs are files."""
    for service in SERVICES:
        module = import_module(_MODULES.get(service, f"{service}.repository.encrypted"))
        for each in module.ENCRYPTED:
            if isinstance(each, EncryptedCollection | EncryptedDossiers):
                yield service, each


def sealed(document: Document, collection: Encryptable, cipher: Cipher) -> Document:
    """A document in the clear as it is stored encrypted."""
    if isinstance(collection, EncryptedCollection):
        fields = collection.fields
        stored = fields.seal(document, cipher, collection.owner(document))
        return fields.put(stored, collection.tokens(document, cipher)) if SEALED in stored else stored
    assert collection.name == SyncedDossierRepository.collection
    stored = dict(document)
    if "content" in stored:
        stored["content"] = seal_content(stored["content"], cipher)
    if "progress" in stored:
        stored["progress"] = [seal_line(line, cipher) for line in stored["progress"]]
    return stored


def plain_documents(release: ReleaseSamples) -> dict[str, list[Document]]:
    """By service and collection, as the database gives them."""
    return {
        name: [loads(json.dumps(each), json_options=_AWARE) for each in found]
        for name, found in release.read("documents")
    }


def make_encrypted(release: ReleaseSamples, recorded: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The master key, and by service its data keys and its documents. What is `recorded` of a collection stays."""
    plain = plain_documents(release)
    services: dict[str, Any] = {}
    for service in SERVICES:
        before = (recorded or {}).get("services", {}).get(service, {})
        keys = KeysInMemory(before.get("data_keys", ()))
        cipher = cipher_with(keys)
        cipher.check()
        documents = dict(before.get("documents", {}))
        for owner, each in encrypted_collections():
            found = plain.get(f"{service}.{each.name}", [])
            if owner == service and len(documents.get(each.name, ())) != len(found):
                documents[each.name] = [sealed(document, each, cipher) for document in found]
        services[service] = {"data_keys": list(keys.documents.values()), "documents": documents}
    text = dumps({"master_key": MASTER_KEY, "services": services}, json_options=CANONICAL_JSON_OPTIONS)
    made: dict[str, Any] = json.loads(text)
    return made


def read_encrypted(release: ReleaseSamples) -> dict[str, Any]:
    found: dict[str, Any] = loads(
        release.encrypted_file.read_text(encoding="utf-8"),
        json_options=JSONOptions(json_mode=JSONMode.CANONICAL, tz_aware=True),
    )
    return found


def sealed_values(value: Any) -> Iterator[Binary]:
    """Wherever they are in a document."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == SEALED:
                yield inner
            else:
                yield from sealed_values(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from sealed_values(inner)
