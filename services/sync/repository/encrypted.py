"""What `motcua encrypt` goes over in sync (ADR 76)."""

from collections.abc import Sequence
from typing import Any

from pymongo import UpdateOne
from pymongo.database import Database

from chassis.storage.documents import Document
from chassis.storage.encryption import Cipher, FieldCipher
from chassis.storage.encryption.re_encryption import Encryptable, EncryptedCollection, Portion, encrypt_next
from chassis.storage.encryption.sealed_fields import SEALED
from sync.repository.dossiers import SyncedDossierRepository
from sync.repository.personal_fields import CONTENT, LINE, RAW_BATCH, REFUSED_ITEM, seal_content, seal_line
from sync.repository.raw_batches import RawBatchRepository
from sync.repository.refused_items import RefusedItemRepository

DOSSIERS_AT_ONCE = 50
BATCHES_AT_ONCE = 4
"""Each is up to 1,000 items."""
REFUSED_AT_ONCE = 20


class EncryptedDossiers:
    """Dossiers: what is encrypted lies in registers within them, `content` and the lines of `progress`."""

    name = SyncedDossierRepository.collection

    @property
    def field_names(self) -> Sequence[str]:
        content = [f"{self.name}.content.{path}" for path in CONTENT.paths]
        return [*content, *(f"{self.name}.progress.{path}" for path in LINE.paths)]

    def encrypt(
        self, database: Database[Document], cipher: FieldCipher, after: Any, batch: int
    ) -> Portion | None:
        """The next documents; one that an item changed meanwhile is looked at once more."""
        return encrypt_next(database[self.name], _update_of, cipher, after, min(batch, DOSSIERS_AT_ONCE))


def _update_of(document: Document, cipher: Cipher) -> UpdateOne | None:
    """None for a dossier that has nothing in the clear. Registers are exchanged whole, only as long as they are as they
    were read: an item that came again does not raise the version."""
    changes: Document = {}
    content = document.get("content")
    if content is not None and SEALED not in content:
        sealed = seal_content(content, cipher)
        if SEALED in sealed:
            changes["content"] = sealed
    lines = document.get("progress", [])
    if any(any(LINE.plain_in(line)) for line in lines):
        changes["progress"] = [seal_line(line, cipher) for line in lines]
    if not changes:
        return None
    return UpdateOne(
        {"_id": document["_id"], **{name: document[name] for name in changes}}, {"$set": changes}
    )


ENCRYPTED: tuple[Encryptable, ...] = (
    EncryptedDossiers(),
    EncryptedCollection(RawBatchRepository.collection, RAW_BATCH, at_once=BATCHES_AT_ONCE),
    EncryptedCollection(RefusedItemRepository.collection, REFUSED_ITEM, at_once=REFUSED_AT_ONCE),
)
