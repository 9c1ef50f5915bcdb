"""Keys that sign access tokens, made by rotation: each encrypted with the key of the service."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from accounts.domain.token_keys import TokenKeyPair
from chassis.storage.documents import Document
from chassis.storage.encryption import SERVICE, SealedFields
from chassis.storage.repository import Repository

_PRIVATE = SealedFields(("private",))


class TokenKeyRepository(Repository):
    """One document a key."""

    collection: ClassVar[str] = "token_keys"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> TokenKeyPair:
        return TokenKeyPair(
            Ed25519PrivateKey.from_private_bytes(document["private"]),
            document["signs_from"],
            document["checked_until"],
        )

    def all(self) -> list[TokenKeyPair]:
        found = self.documents.find({}, session=self.session)
        return [self.from_document(_PRIVATE.open(each, self.cipher)) for each in found]

    @property
    def may_store(self) -> bool:
        """Whether what is written is encrypted: a key is never stored in the clear."""
        return self.cipher.active

    def replace_all(self, pairs: Sequence[TokenKeyPair]) -> None:
        """These and no others."""
        self.documents.delete_many({}, session=self.session)
        self.documents.insert_many([self._document(pair) for pair in pairs], session=self.session)

    def _document(self, pair: TokenKeyPair) -> Document:
        fields: Document = {
            "_id": pair.kid,
            "private": pair.private.private_bytes_raw(),
            "signs_from": pair.signs_from,
            "checked_until": pair.checked_until,
        }
        return _PRIVATE.seal(fields, self.cipher, SERVICE)
