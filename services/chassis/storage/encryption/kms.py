"""Master keys under the key of a key management service (dịch vụ quản lý khóa), asked by KMIP over TLS (ADR 81).

Such a master key is random and stored in the service's own database, encrypted with a data key that the KMS encrypts and
decrypts; the key of the KMS never leaves it. A process asks at its start, once for each such master key, and goes on
without the KMS: only starts and the look after it (`KmsCheck`) need it. The driver's own `ClientEncryption` does it.
"""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pymongo
from bson import Binary
from pymongo.database import Database
from pymongo.encryption import ClientEncryption
from pymongo.encryption_shared import Algorithm
from pymongo.errors import DuplicateKeyError, EncryptionError, NetworkTimeout, PyMongoError

from chassis.core.master_keys import LENGTH, KmipKey, ListedKeys, MasterKeys
from chassis.storage.documents import Document

VAULT = "kms_keys"
"""Data keys that the KMS encrypts, as the driver stores them: one for each master key."""
SEALED_KEYS = "master_keys"
"""Master keys, each encrypted with its key of `VAULT`."""
COLLECTIONS = frozenset({VAULT, SEALED_KEYS})
_REFUSED = "Result Status"
"""In the driver's words for an answer of the KMS that is no success."""
_ANSWER_S = 10.0


class KmsAway(Exception):
    """Raised when the KMS does not answer, or does not do what is asked; its words are for an operator."""


@dataclass(frozen=True)
class KmipServer:
    """Where the KMS is, and how both sides prove who they are: paths of PEM files.

    `endpoint`: host and port. `certificate`: this client's, with its key.
    """

    endpoint: str
    authority: str
    certificate: str

    def tls(self) -> dict[str, str]:
        return {"tlsCAFile": self.authority, "tlsCertificateKeyFile": self.certificate}


class KmsKeys:
    """The master keys of one service's database that stand under keys of a KMS. Methods block while they ask it.

    They raise KmsAway, and PyMongoError when the database does not answer.
    """

    def __init__(self, database: Database[Document], listed: ListedKeys, server: KmipServer) -> None:
        self._database = database
        self._listed = listed
        self._server = server

    def open(self) -> MasterKeys:
        """All that are listed; one that was never used is made."""
        return self._listed.opened(self._key)

    def _key(self, name: str, key: KmipKey) -> bytes:
        row = self._database[SEALED_KEYS].find_one({"_id": name}) or self._make(name, key)
        return self._opened(name, row)

    def _opened(self, name: str, row: Mapping[str, Any]) -> bytes:
        with self._client(name) as client:
            return bytes(self._ask(name, client.decrypt, Binary(row["sealed"], 6)))

    def _make(self, name: str, key: KmipKey) -> Document:
        """The stored one: this process's, or that of another one that was sooner."""
        master: dict[str, Any] = {"delegated": True} | ({"keyId": key.id} if key.id else {})
        with self._client(name) as client:
            made = self._ask(name, client.create_data_key, f"kmip:{name}", master)
            sealed = self._ask(
                name,
                client.encrypt,
                Binary(secrets.token_bytes(LENGTH)),
                Algorithm.AEAD_AES_256_CBC_HMAC_SHA_512_Random,
                made,
            )
        with suppress(DuplicateKeyError):
            row = {"_id": name, "sealed": sealed, "key": made}
            self._database[SEALED_KEYS].insert_one(row)
            return row
        self._database[VAULT].delete_one({"_id": made})
        return self._database[SEALED_KEYS].find_one({"_id": name}) or {}

    def _client(self, name: str) -> ClientEncryption[Document]:
        provider = f"kmip:{name}"
        return ClientEncryption(
            {provider: {"endpoint": self._server.endpoint}},
            f"{self._database.name}.{VAULT}",
            self._database.client,
            self._database.codec_options,
            kms_tls_options={provider: self._server.tls()},
        )

    def _ask(self, name: str, act: Any, *arguments: Any) -> Any:
        try:
            with pymongo.timeout(_ANSWER_S):
                return act(*arguments)
        except EncryptionError as error:
            if isinstance(error.cause, PyMongoError) and not isinstance(error.cause, NetworkTimeout):
                raise error.cause from error  # of the database, where the keys are stored
            raise KmsAway(self._words(name, error)) from error

    def _words(self, name: str, error: EncryptionError) -> str:
        """For an operator: which key, what is wrong, what to do."""
        if _REFUSED in str(error):
            return (
                f"the key management service refuses the key of {name!r}: look in its log, at the key's identifier and "
                "state, and at the rights of this client's certificate"
            )
        return (
            f"the key management service {self._server.endpoint} is needed for {name!r} and does not answer: start it, or "
            "correct MOTCUA_KMIP_ENDPOINT, MOTCUA_KMIP_CA_PATH, MOTCUA_KMIP_CERTIFICATE_PATH"
        )


class KmsCheck:
    """Whether the next start would be given its master keys: asks for each once more. `reason`: why not."""

    def __init__(self, keys: KmsKeys) -> None:
        self._keys = keys
        self.reason = ""

    def __call__(self) -> bool:
        try:
            self._keys.open()
        except KmsAway as error:
            self.reason = str(error)
        except PyMongoError as error:
            self.reason = type(error).__name__
        else:
            self.reason = ""
        return not self.reason
