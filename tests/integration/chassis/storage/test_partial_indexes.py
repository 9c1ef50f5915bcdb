"""What is asked of a partial index, in every service, says the index's own condition: else the collection is scanned."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import pytest
from pymongo.database import Database
from tests.support.query_plans import explain, recorded
from tests.support.stores import fresh_store

import accounts.repository.indexes
import catalog.repository
import dossiers.repository
import notifications.repository.indexes
import payments.repository.indexes
import records.repository
import sync.repository
from accounts.repository.accounts import AccountRepository
from accounts.repository.representations import RepresentationRepository
from accounts.repository.second_factors.factors import FactorRepository
from accounts.repository.sessions import TokenFamilyRepository
from catalog.repository.versions import VersionRepository
from chassis.storage import event_log
from chassis.storage.outbox import Outbox
from chassis.storage.repository import same_text
from contracts.dossiers import ListDossiers
from contracts.errors import ErrorCode, ServiceError
from devstack.servers.mongo_address import MongoAddress
from dossiers.repository import DossierRepository
from dossiers.repository.event_log import feed
from dossiers.repository.lists import DossierListRepository, ListScope
from dossiers.repository.receipts import ReceiptRepository
from dossiers.repository.register import RegisterPeriod, RegisterRepository
from records.domain.paper_access import Claimant, owned_filter
from records.repository import FileRepository, IssuedDocumentRepository, PaperRepository

CREATE_INDEXES = {
    "accounts": accounts.repository.indexes.create_indexes,
    "catalog": catalog.repository.create_indexes,
    "dossiers": dossiers.repository.create_indexes,
    "notifications": notifications.repository.indexes.create_indexes,
    "payments": payments.repository.indexes.create_indexes,
    "records": records.repository.create_indexes,
    "sync": sync.repository.create_indexes,
}
OTHERS = 300
NUMBER = "001199000001"
FIRST, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
Databases = dict[str, Database[dict[str, Any]]]
Ask = Callable[[Database[dict[str, Any]]], object]


def listed(database: Database[dict[str, Any]], **filters: Any) -> object:
    scope = ListScope({"agency_codes": "H26"}, "H26", frozenset({"o1"}))
    return DossierListRepository(database).find_page(ListDossiers(sort="due", **filters), scope, None, END)


EVENTS: dict[str, Ask] = {
    "seq_1": lambda database: event_log.feed(database, {}, 0, 10),
    "unpublished_1__id_1": lambda database: (
        Outbox(database, "dossiers").unpublished(10),
        Outbox(database, "dossiers").count(10),
    ),
}
QUERIES: dict[str, dict[tuple[str, str], Ask]] = {
    "accounts": {
        ("accounts", "personal_number_1"): lambda database: AccountRepository(database).find_credentials(
            NUMBER
        ),
        ("accounts", "stated_number_1"): lambda database: AccountRepository(database).claimants(NUMBER, "a1"),
        ("accounts", "tax_code_1"): lambda database: AccountRepository(database).of_tax_code("0100109106"),
        ("representations", "principal_number_1"): lambda database: RepresentationRepository(
            database
        ).undecided_with(NUMBER),
        ("representations", "representative_number_1"): lambda database: RepresentationRepository(
            database
        ).undecided_with(NUMBER),
        ("representations", "ended_at_1"): lambda database: RepresentationRepository(database).void_since(
            FIRST
        ),
        ("accounts", "locked_at_1"): lambda database: AccountRepository(database).locked_since(FIRST),
        ("families", "provider_keys_1"): lambda database: TokenFamilyRepository(database).open_of_provider(
            ("vneid sid",), FIRST
        ),
        ("second_factors", "credential_id_1"): lambda database: FactorRepository(database).is_known(b"key"),
        ("families", "ended_at_1__id_1"): lambda database: TokenFamilyRepository(database).ended_since(FIRST),
    },
    "catalog": {
        ("versions", "published_at_1"): lambda database: list(
            VersionRepository(database).published_between(FIRST, END)
        ),
        ("versions", "result_codes_1"): lambda database: VersionRepository(database).with_result("KQ.1"),
    },
    "dossiers": {
        ("dossiers", "code_1"): lambda database: _missing(DossierRepository(database).by_code, "H26-1"),
        ("dossiers", "submission_number_1"): lambda database: _missing(
            DossierRepository(database).by_submission_number, "7KQM-2XRA-9TBJ"
        ),
        ("dossiers", "agency_code_1_fee.receipt_number_1"): lambda database: ReceiptRepository(
            database
        ).claim("H26", "BL-1", "d1"),
        ("dossiers", "in_queue"): lambda database: listed(database, unassigned=True),
        ("dossiers", "of_unit"): lambda database: listed(database, unit="HT"),
        ("dossiers", "in_hands"): lambda database: listed(database, mine=True),
        ("dossiers", "register"): lambda database: RegisterRepository(database).count(
            RegisterPeriod("H26", FIRST.date(), END.date())
        ),
        ("events", "feed_of_agency"): lambda database: feed(database, {"agency_codes": "H26"}, 0, 10),
        ("events", "feed_of_follower"): lambda database: feed(database, {"follower_ids": "a1"}, 0, 10),
    },
    "notifications": {},
    "payments": {},
    "records": {
        ("files", "owner.account_id_1__id_1"): lambda database: FileRepository(database).uploaded_by(
            "a1", "", 10
        ),
        ("issued", "earlier_hashes_1"): lambda database: IssuedDocumentRepository(database).of_hash("0" * 64),
        ("files", "blob_id_1"): lambda database: FileRepository(database).uses("b1"),
        ("files", "readers.consulted.dossier_id_1"): lambda database: FileRepository(database).consulted_in(
            ["d1"]
        ),
        ("papers", "subject.personal_number_1__id_-1"): lambda database: PaperRepository(database).newest(
            owned_filter(Claimant(None, NUMBER, 1)), None, 10
        ),
        ("papers", "holders.dossier_id_1"): lambda database: PaperRepository(database).consulted_in(["d1"]),
    },
    "sync": {},
}
"""Of each service: how its partial indexes are asked, by collection and name of the index."""


@pytest.fixture(scope="module")
def databases(mongo: MongoAddress) -> Iterator[Databases]:
    """Of every service, with its indexes, and so many other documents that a walk through them costs something."""
    with ExitStack() as opened:
        stores = {
            name: opened.enter_context(fresh_store(mongo, name, create))
            for name, create in CREATE_INDEXES.items()
        }
        for name, store in stores.items():
            for collection in {event_log.COLLECTION, *(collection for collection, _ in QUERIES[name])}:
                store.database[collection].insert_many(map(_other, range(OTHERS)))
        yield {name: store.database for name, store in stores.items()}


@pytest.mark.parametrize("service", QUERIES)
def test_a_partial_index_is_used(databases: Databases, mongo: MongoAddress, service: str) -> None:
    database = databases[service]
    queries = QUERIES[service] | {(event_log.COLLECTION, name): ask for name, ask in EVENTS.items()}
    with recorded(mongo.admin_uri, database.name) as (watched, recorder):
        for (_, index), ask in queries.items():
            recorder.commands.clear()
            ask(watched)
            plans = [explain(database, command) for command in recorder.commands]
            assert not [plan.command for plan in plans if "COLLSCAN" in plan.stages]
            assert index in frozenset[str]().union(*(plan.indexes for plan in plans)), plans


@pytest.mark.parametrize("service", QUERIES)
def test_every_partial_index_is_asked_here(databases: Databases, service: str) -> None:
    database = databases[service]
    partial = {
        (collection, name)
        for collection in database.list_collection_names()
        for name, index in database[collection].index_information().items()
        if "partialFilterExpression" in index
    }
    assert partial == {*QUERIES[service], *((event_log.COLLECTION, name) for name in EVENTS)}


def test_equality_alone_scans_the_collection(databases: Databases) -> None:
    """Why there is `same_text`."""
    database = databases["dossiers"]
    database.dossiers.insert_one({"_id": "d1", "code": "H26-1"})
    without, with_type = (
        explain(database, {"find": "dossiers", "filter": {"code": condition}})
        for condition in ("H26-1", same_text("H26-1"))
    )
    assert "COLLSCAN" in without.stages
    assert with_type.keys == with_type.returned == 1


def _other(number: int) -> dict[str, Any]:
    """Of all collections: their unique keys are its own."""
    key = f"x{number}"
    keys = {"_id": key, "aggregate_id": key, "version": number, "command": number, "login_key": key}
    return {**keys, "code": None, "agency_code": "H26"}


def _missing(find: Callable[[str], object], value: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        find(value)
    assert refusal.value.code is ErrorCode.NOT_FOUND
