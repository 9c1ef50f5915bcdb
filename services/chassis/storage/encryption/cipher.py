"""The cipher of one service's database: seals values, opens them, and makes tokens that equality is searched by.

Values are encrypted with AEAD_AES_256_CBC_HMAC_SHA_512 by libmongocrypt, which the driver's own client-side encryption
stands on. It is called without the driver's `ClientEncryption`: that reads the key vault for each key by itself, and its
memory of keys, a list that is searched from its beginning, grows with every person (measured: ADR 76).
"""

import base64
import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import bson
from bson import Binary
from bson.codec_options import CodecOptions
from pymongo import MongoClient
from pymongo.database import Database
from pymongocrypt.errors import MongoCryptError
from pymongocrypt.mongocrypt import MongoCryptOptions
from pymongocrypt.synchronous.explicit_encrypter import ExplicitEncrypter
from pymongocrypt.synchronous.state_machine import MongoCryptCallback

from chassis.core.clock import utcnow
from chassis.core.master_keys import MasterKeys
from chassis.storage.documents import Document
from chassis.storage.encryption.data_keys import DataKeys, is_destroyed, key_id

SERVICE = "service"
"""The owner of what no single person's key may take with it: records that are deleted as such, results of commands."""
_TOKENS = "tokens"
"""The key of tokens; it encrypts nothing that is stored."""
_RANDOM = "AEAD_AES_256_CBC_HMAC_SHA_512-Random"
_DETERMINISTIC = "AEAD_AES_256_CBC_HMAC_SHA_512-Deterministic"
_KEY_AT = slice(1, 17)
"""Where an encrypted value names its key (MongoDB's subtype 6: a kind, the key's id, a type, the ciphertext)."""
_ENCRYPTED = 6
_MOST_KEYS = 200
"""libmongocrypt looks for a key in a list; with so many it is emptied."""
_READ: CodecOptions[Document] = CodecOptions(document_class=dict, tz_aware=True)
_TOKEN_OCTETS = 16
_MOST_TOKENS = 8_000
"""Tokens that one process remembers, some 2 MiB: the oldest goes first."""


@dataclass(frozen=True)
class Encryption:
    """From when on a service writes encrypted, and whether nothing is left in the clear."""

    since: datetime
    complete: bool


class WrongMasterKey(Exception):
    """Raised at start when the stored data keys cannot be opened with the master keys that are given."""


class KeyMissing(Exception):
    """Raised when a value is encrypted with a key that the service does not have and that nobody destroyed."""


class Cipher:
    """That of a service without a master key: it writes in the clear, and reads what is stored in the clear."""

    @property
    def active(self) -> bool:
        """Whether what is written now is encrypted."""
        return False

    def seal(self, values: Mapping[str, Any], owner: str) -> Binary:  # noqa: ARG002
        raise KeyMissing("there is no master key")

    def open(self, sealed: bytes) -> Document | None:  # noqa: ARG002
        raise KeyMissing("there is no master key")

    def load_keys(self, sealed: Iterable[bytes]) -> None:
        """Nothing."""

    def prepare(self, owner: str) -> None:
        """Nothing."""

    def token(self, text: str) -> str:
        return text

    def forms(self, text: str) -> list[str]:
        return [text]


PLAIN = Cipher()


class FieldCipher(Cipher):
    """Encrypts and decrypts with the data keys of one database. Methods raise PyMongoError when a key must be read.

    Without `encryption` it writes in the clear. What is stored is read in either form.
    """

    def __init__(self, master: MasterKeys, keys: DataKeys) -> None:
        self.encryption: Encryption | None = None
        self.master = master
        self.keys = keys
        self._io = _KeysOfMemory(keys)
        self._own: dict[str, Document] = {}
        self._tokens: OrderedDict[bytes, str] = OrderedDict()
        """By a digest with a key of this process: no text is held for longer than it is worked with."""
        self._digest_key = secrets.token_bytes(_TOKEN_OCTETS)
        self._renew()

    def check(self) -> None:
        """Make or read the service's own data keys. Raises WrongMasterKey when the master keys do not open them."""
        try:
            self._token("")
            self._encrypt("", self._key_of(SERVICE), _RANDOM)
        except MongoCryptError as error:
            raise WrongMasterKey(
                "the data keys of this database are under no master key of MOTCUA_FIELD_ENCRYPTION_KEY: give it the key "
                "that they were made with"
            ) from error

    @property
    def active(self) -> bool:
        """Whether what is written now is encrypted."""
        return self.encryption is not None and self.encryption.since <= utcnow()

    def seal(self, values: Mapping[str, Any], owner: str) -> Binary:
        """The values, encrypted with the owner's key, which is made where there is none.

        An owner whose key was destroyed gets none again: then it is the service's.
        """
        key = self._key_of(owner)
        if is_destroyed(key):
            key = self._key_of(SERVICE)
        return Binary(self._encrypt(values, key, _RANDOM), _ENCRYPTED)

    def open(self, sealed: bytes) -> Document | None:
        """The values; None when their key was destroyed. Raises KeyMissing, MongoCryptError for what is none of ours."""
        id_ = sealed[_KEY_AT]
        key = self._own_key(id_) or self.keys.find(id_)
        if key is None:
            raise KeyMissing(f"no data key {id_.hex()}")
        if is_destroyed(key):
            return None
        self._use(key)
        plain = self._encrypter.decrypt(bson.encode({"v": Binary(sealed, _ENCRYPTED)}))
        values: Document = bson.decode(plain, _READ)["v"]
        return values

    def load_keys(self, sealed: Iterable[bytes]) -> None:
        """Read the keys of these values in one request, none where they are remembered."""
        self.keys.load(each[_KEY_AT] for each in sealed)

    def prepare(self, owner: str) -> None:
        """Make or read the owner's key, where it is not remembered, so that `seal` need not."""
        if self.active:
            self._key_of(owner)

    def token(self, text: str) -> str:
        """What stands for the text where equality is searched: equal for equal texts, and says nothing else of them.

        A digest of the deterministic encryption, 22 characters; a text in the clear while nothing is encrypted yet.
        """
        return self._token(text) if self.active else text

    def forms(self, text: str) -> list[str]:
        """As which the text may be stored: in the clear by a release before or until re-encryption, or as its token."""
        token = self._token(text)
        return [token] if self.encryption is not None and self.encryption.complete else [text, token]

    def _token(self, text: str) -> str:
        """Remembered: whoever acts in a dossier, or reports its progress, names the same person again."""
        known = hashlib.blake2b(
            text.encode(errors="surrogatepass"), key=self._digest_key, digest_size=_TOKEN_OCTETS
        ).digest()
        token = self._tokens.get(known)
        if token is None:
            token = self._tokens[known] = self._new_token(text)
            if len(self._tokens) > _MOST_TOKENS:
                self._tokens.popitem(last=False)
        return token

    def _new_token(self, text: str) -> str:
        encrypted = self._encrypt(text, self._key_of(_TOKENS), _DETERMINISTIC)
        digest = hashlib.sha256(encrypted).digest()[:_TOKEN_OCTETS]
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def _encrypt(self, value: Any, key: Document, algorithm: str) -> bytes:
        self._use(key)
        encrypted = self._encrypter.encrypt(bson.encode({"v": value}), algorithm, key_id=bytes(key["_id"]))
        return bytes(bson.decode(encrypted)["v"])

    def _key_of(self, owner: str) -> Document:
        known = self._own.get(owner) or self.keys.remembered(key_id(owner))
        if known is None:
            known = self.keys.put_new(self._io.new_key(self._encrypter, self.master), owner)
        if owner in (SERVICE, _TOKENS):
            self._own[owner] = known
        return known

    def _own_key(self, id_: bytes) -> Document | None:
        """The service's own key of this id, which no person's erasure destroys, and is remembered for good."""
        return next((key for key in self._own.values() if bytes(key["_id"]) == id_), None)

    def _use(self, key: Document) -> None:
        """Before the key is used: libmongocrypt forgets its keys when they are many, and after the time of `DataKeys`."""
        self._used.add(bytes(key["_id"]))
        if len(self._used) > _MOST_KEYS or time.monotonic() > self._until:
            self._renew()
            self._used.add(bytes(key["_id"]))

    def _renew(self) -> None:
        options = MongoCryptOptions(self.master.providers, key_expiration_ms=0)
        self._encrypter = ExplicitEncrypter(self._io, options)
        self._used: set[bytes] = set()
        self._until = time.monotonic() + 60.0


class EncryptedDatabase(Database[Document]):
    """A service's database with its cipher."""

    def __init__(self, client: MongoClient[Document], name: str, cipher: Cipher = PLAIN) -> None:
        super().__init__(client, name)
        self.cipher = cipher


def cipher_of(database: Database[Document]) -> Cipher:
    """That of a service's own database; of any other, one that encrypts nothing."""
    return database.cipher if isinstance(database, EncryptedDatabase) else PLAIN


class _KeysOfMemory(MongoCryptCallback):
    """Gives libmongocrypt the keys that it asks for. It asks for no others: providers `local` need no network."""

    def __init__(self, keys: DataKeys) -> None:
        self._keys = keys

    def new_key(self, encrypter: ExplicitEncrypter, master: MasterKeys) -> Document:
        """A fresh data key under the current master key; not stored."""
        return bson.decode(encrypter.create_data_key(master.current), _READ)

    def fetch_keys(self, filter: bytes) -> Generator[bytes, None, None]:  # noqa: A002
        for part in bson.decode(filter)["$or"]:
            for id_ in part.get("_id", {}).get("$in", ()):
                found = self._keys.find(bytes(id_))
                if found is not None:
                    yield bson.encode(
                        {name: value for name, value in found.items() if name != "destroyed_at"}
                    )

    def insert_data_key(self, data_key: bytes) -> bytes:
        return bytes(data_key)

    def bson_encode(self, doc: Mapping[str, Any]) -> bytes:
        return bson.encode(doc)

    def kms_request(self, kms_context: Any) -> None:
        raise MongoCryptError(f"a local key asks {kms_context.endpoint}")

    def collection_info(self, database: Any, filter: Any) -> None:  # noqa: A002, ARG002
        raise MongoCryptError("fields are encrypted explicitly")

    def mark_command(self, database: Any, cmd: Any) -> None:  # noqa: ARG002
        raise MongoCryptError("fields are encrypted explicitly")

    def close(self) -> None:
        """Nothing is held."""
