"""Nothing of a dossier that another system reports is seen on one path and hidden on another, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.depth import lives
from tests.support.rpc_stub import StubRpcClient
from tests.support.stores import fresh_store
from tests.support.visibility import PEOPLE, answered, callers, check_hidden

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.encryption import cipher_of
from chassis.storage.store import Store
from contracts import accounts
from contracts.accounts import Contact, GetContact
from contracts.agency_codes import root_of
from contracts.base import Actor, ActorKind
from contracts.sync import FindSynced, ListSynced, ReadSyncedContent
from devstack.servers.mongo_address import MongoAddress
from sync.application import queries
from sync.clients.accounts import personal_number
from sync.domain.access import SyncViewer
from sync.repository.dossiers import SyncedDossierRepository
from sync.repository.indexes import create_indexes
from sync.repository.personal_fields import seal_content

SENDERS = ("000.00.00.H05", "000.00.16.H05", "H05.34", "H26.31.05", "H26")
_number = count(1)
NUMBERS = {"an": "001099000001", "binh": "001099000002"}


@pytest.fixture(scope="module")
def store(mongo: MongoAddress) -> Iterator[Store]:
    with fresh_store(mongo, "sync", create_indexes) as opened:
        yield opened


def accounts_with(levels: dict[str, int]) -> StubRpcClient:
    client = StubRpcClient("sync")

    def contact(request: GetContact) -> Contact:
        account_id = request.account_id
        return Contact(
            account_id=account_id,
            full_name="x",
            personal_number=NUMBERS[account_id],
            assurance=levels[account_id],
        )

    client.answers(accounts.get_contact, contact)
    return client


@lives(usual=20, deep=500, steps=1)
@given(
    sender=st.sampled_from(SENDERS),
    owners=st.lists(st.sampled_from(sorted(NUMBERS.values())), max_size=2, unique=True),
    whole=st.booleans(),
    levels=st.fixed_dictionaries({person: st.integers(0, 2) for person in PEOPLE}),
    asking=st.lists(callers, min_size=3, max_size=6),
)
def test_every_path_shows_a_synced_dossier_or_none_does(
    store: Store, sender: str, owners: list[str], whole: bool, levels: dict[str, int], asking: list[Actor]
) -> None:
    """`whole`: its content has come, and not only its progress."""
    now, code, client = utcnow(), f"H05.34-261128-{next(_number):06d}", accounts_with(levels)
    stored_content = seal_content(
        {"k": 1, "status": 1, "owner": {"numbers": owners}}, cipher_of(store.database)
    )
    content = {"content": stored_content} if whole else {}
    document = {
        "_id": code, "sender": sender, "root": root_of(sender), "unit": sender, "version": 1, "event_at": now,
        "first_received_at": now, "last_received_at": now, **content,
    }  # fmt: skip
    store.database.dossiers.insert_one(document)
    try:
        for caller in asking:
            context = Context.new(caller)
            viewer = SyncViewer(caller, personal_number(client, context))
            stored = store.repository(SyncedDossierRepository).find(code)
            assert stored is not None
            shown = viewer.sees(stored.sender_code, stored.owner_numbers)

            def find(code: str, context: Context = context) -> object:
                return queries.find_synced(store, client, FindSynced(code=code), context)

            check_hidden(
                "find_synced",
                shown,
                partial(find, code),
                partial(find, "H05.34-261128-999999"),
            )
            assert (answered(partial(find, code))[0] is not None) is shown, caller
            if caller.kind is ActorKind.SYSTEM:

                def read(code: str, context: Context = context) -> object:
                    return queries.read_synced_content(store, ReadSyncedContent(code=code), context)

                check_hidden(
                    "read_synced_content", shown, partial(read, code), partial(read, "H05.34-261128-999999")
                )
            listed = queries.list_synced(store, client, ListSynced(limit=100), context)
            assert (code in {each.code for each in listed.items}) is shown, caller
    finally:
        store.database.dossiers.delete_many({})
