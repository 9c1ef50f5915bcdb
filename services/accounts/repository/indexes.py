"""Indexes of the accounts service."""

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database

from chassis.storage.documents import Document

_WHEN_EXPIRED = 0
_TEMPORARY = (
    "attempts", "known_clients", "desk_codes", "letters", "eid_attempts", "eid_logout_tokens", "factor_enrolments",
    "factor_challenges", "void_tokens",
)  # fmt: skip


def create_indexes(database: Database[Document]) -> None:
    """May be repeated. MongoDB removes tokens, families and counts of attempts when they have expired."""
    database.accounts.create_index("login_key", unique=True)
    proved = {"personal_number": {"$type": "string"}}
    database.accounts.create_index("personal_number", unique=True, partialFilterExpression=proved)
    organisations = {"tax_code": {"$type": "string"}}
    database.accounts.create_index("tax_code", unique=True, partialFilterExpression=organisations)
    stated = {"stated_number": {"$type": "string"}}
    database.accounts.create_index("stated_number", partialFilterExpression=stated)
    database.accounts.create_index([("kind", ASCENDING), ("agency_code", ASCENDING), ("_id", ASCENDING)])
    database.accounts.create_index([("kind", ASCENDING), ("_id", ASCENDING)])
    database.accounts.create_index("locked_at", partialFilterExpression={"locked_at": {"$type": "date"}})
    database.families.create_index([("account_id", ASCENDING), ("_id", DESCENDING)])
    database.families.create_index(
        [("ended_at", ASCENDING), ("_id", ASCENDING)],
        partialFilterExpression={"ended_at": {"$type": "date"}},
    )
    for name in ("families", "refresh_tokens"):
        database[name].create_index("expires_at", expireAfterSeconds=_WHEN_EXPIRED)
    database.desk_codes.create_index("digest")
    database.linked_identities.create_index([("provider", ASCENDING), ("subject", ASCENDING)], unique=True)
    database.linked_identities.create_index([("account_id", ASCENDING), ("_id", ASCENDING)])
    _index_representations(database)
    of_provider = {"provider_keys": {"$type": "string"}}
    database.families.create_index("provider_keys", partialFilterExpression=of_provider)
    of_person = [("account_id", ASCENDING), ("_id", DESCENDING)]
    for name in ("consents", "data_requests", "identity_proofs"):
        database[name].create_index(of_person)
    database.data_requests.create_index([("state", ASCENDING), ("_id", ASCENDING)])
    database.data_requests.create_index(
        [("agency_code", ASCENDING), ("state", ASCENDING), ("_id", ASCENDING)]
    )
    database.retention_schedules.create_index("effective_from")
    database.retention_holds.create_index([("lifted_at", ASCENDING), ("account_id", ASCENDING)])
    database.breaches.create_index([("state", ASCENDING), ("_id", DESCENDING)])
    database.breaches.create_index([("agency_code", ASCENDING), ("state", ASCENDING), ("_id", DESCENDING)])
    database.letters.create_index([("account_id", ASCENDING), ("purpose", ASCENDING), ("_id", DESCENDING)])
    database.machine_clients.create_index([("agency_code", ASCENDING), ("_id", ASCENDING)])
    database.agency_ends.create_index("keys")
    database.second_factors.create_index([("account_id", ASCENDING), ("_id", ASCENDING)])
    of_key = {"credential_id": {"$type": "binData"}}
    database.second_factors.create_index("credential_id", unique=True, partialFilterExpression=of_key)
    for name in ("factor_enrolments", "factor_challenges"):
        database[name].create_index("account_id")
    for name in _TEMPORARY:
        database[name].create_index("ends_at", expireAfterSeconds=_WHEN_EXPIRED)


def _index_representations(database: Database[Document]) -> None:
    acts = database.representations
    for side in ("principal", "representative"):
        acts.create_index([(f"{side}_id", ASCENDING), ("_id", DESCENDING)])
        named = {f"{side}_number": {"$type": "string"}}
        acts.create_index(f"{side}_number", partialFilterExpression=named)
    acts.create_index([("asked_by_person", ASCENDING), ("state", ASCENDING)])
    acts.create_index("ended_at", partialFilterExpression={"ended_at": {"$type": "date"}})
