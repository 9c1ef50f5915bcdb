"""Indexes of the records service."""

from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database

from contracts.base import ActorKind
from records.repository import gridfs


def create_indexes(database: Database[dict[str, Any]]) -> None:
    """Idempotent."""
    known = {"blob_id": {"$type": "string"}}
    database.files.create_index("blob_id", unique=True, partialFilterExpression=known)
    with_consulted = {"readers.consulted.dossier_id": {"$type": "string"}}
    database.files.create_index("readers.consulted.dossier_id", partialFilterExpression=with_consulted)
    by_citizens = {"owner.kind": ActorKind.CITIZEN.value}
    database.files.create_index(
        [("owner.account_id", ASCENDING), ("_id", ASCENDING)], partialFilterExpression=by_citizens
    )
    database.archive_parts.create_index([("archive_id", ASCENDING), ("_id", ASCENDING)])
    database.archive_parts.create_index("expires_at", expireAfterSeconds=0)
    database.digitisations.create_index("expires_at", expireAfterSeconds=0)
    for field in ("owner.account_id", "owner.identity_number", "file.file_id"):
        database.papers.create_index([(field, ASCENDING), ("_id", DESCENDING)])
    about = {"subject.personal_number": {"$exists": True}}
    database.papers.create_index(
        [("subject.personal_number", ASCENDING), ("_id", DESCENDING)], partialFilterExpression=about
    )
    held = {"holders.dossier_id": {"$type": "string"}}
    database.papers.create_index("holders.dossier_id", partialFilterExpression=held)
    database.paper_accesses.create_index([("paper_id", ASCENDING), ("_id", DESCENDING)])
    database.readings.create_index([("person_ids", ASCENDING), ("_id", DESCENDING)])
    database.issued.create_index([("command", ASCENDING)], unique=True)
    database.issued.create_index([("sha256", ASCENDING)])
    database.issued.create_index([("dossier_id", ASCENDING)])
    renewed = {"earlier_hashes": {"$type": "string"}}
    database.issued.create_index("earlier_hashes", partialFilterExpression=renewed)
    database.issued.create_index([("next_look", ASCENDING)])
    database.certificates.create_index([("agency_code", ASCENDING), ("_id", DESCENDING)])
    database.certificates.create_index([("sha256", ASCENDING)])
    database.mandates.create_index([("agency_code", ASCENDING), ("_id", DESCENDING)])
    chunks = database[gridfs.CHUNKS]
    chunks.create_index([("files_id", ASCENDING), ("n", ASCENDING)], unique=True)
