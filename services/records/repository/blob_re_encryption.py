"""Encryption of blobs that are stored in the clear, for `motcua encrypt`.

In place, chunk by chunk, while they are read: the key of a blob is stored first, then each chunk is replaced by itself
encrypted. What is interrupted goes on with the chunks that are left.
"""

from typing import Any

from pymongo import ASCENDING, UpdateOne
from pymongo.database import Database

from chassis.storage.documents import Document
from chassis.storage.encryption.cipher import SERVICE, FieldCipher
from chassis.storage.encryption.re_encryption import Portion
from contracts.base import Actor
from records.repository.blob_encryption import KEY, SEALED, BlobCipher, BlobErased, BlobKeys, key_owner
from records.repository.gridfs import CHUNKS, FILES

_CHUNKS_AT_ONCE = 32
"""Eight MiB, which are read and written well within the time of a lease."""


class EncryptedBlobs:
    """The bytes of files: an `Encryptable`."""

    name = FILES
    field_names = (f"{CHUNKS}.data",)

    def encrypt(
        self, database: Database[Document], cipher: FieldCipher, after: Any, batch: int
    ) -> Portion | None:
        """The next blobs, or a part of a large one."""
        newer: Document = {} if after is None else {"_id": {"$gt": after}}
        found = list(database[FILES].find(newer, sort=[("_id", ASCENDING)], limit=batch))
        if not found:
            return None
        keys, left, looked_at, changed = BlobKeys(cipher), _CHUNKS_AT_ONCE, 0, 0
        for blob in found:
            done = self._encrypt(database, keys, blob, left)
            if done is None:
                break
            after, looked_at, changed, left = blob["_id"], looked_at + 1, changed + bool(done), left - done
        return Portion(looked_at, changed, after)

    def _encrypt(self, database: Database[Document], keys: BlobKeys, blob: Document, most: int) -> int | None:
        """How many chunks; None where some are left, of which at most `most` were taken."""
        chunks = _plain_chunks(database, blob["_id"], most) if most > 0 else []
        opened = self._key(database, keys, blob) if chunks else None
        if opened is not None:
            sealed, key = opened
            last = (blob["length"] - 1) // blob["chunkSize"]
            database[CHUNKS].bulk_write([_sealed(chunk, key, sealed, last) for chunk in chunks])
        return len(chunks) if len(chunks) < most else None

    def _key(
        self, database: Database[Document], keys: BlobKeys, blob: Document
    ) -> tuple[bytes, BlobCipher] | None:
        """As it is stored and opened; made where the blob has none. None when it was removed meanwhile."""
        if KEY in blob:
            try:
                return blob[KEY], keys.open(blob["_id"], blob[KEY])
            except BlobErased:  # halfway through: what is left in the clear goes too
                database[CHUNKS].delete_many({"files_id": blob["_id"]})
                return None
        file = database["files"].find_one({"blob_id": blob["_id"]}, {"owner": 1})
        owner = SERVICE if file is None else key_owner(Actor.model_validate(file["owner"], extra="ignore"))
        sealed, key = keys.new(blob["_id"], owner)
        without = {"_id": blob["_id"], KEY: {"$exists": False}}
        if database[FILES].update_one(without, {"$set": {KEY: sealed}}).matched_count:
            return sealed, key
        return None


def _plain_chunks(database: Database[Document], blob_id: str, limit: int) -> list[Document]:
    plain = {"files_id": blob_id, SEALED: {"$exists": False}}
    return list(database[CHUNKS].find(plain, sort=[("n", ASCENDING)], limit=limit))


def _sealed(chunk: Document, key: BlobCipher, sealed: bytes, last: int) -> UpdateOne:
    number = chunk["n"]
    data = key.seal(number, chunk["data"], last=number == last)
    fields = {"data": data, SEALED: True} | ({} if number else {KEY: sealed})
    return UpdateOne({"_id": chunk["_id"], SEALED: {"$exists": False}}, {"$set": fields})
