"""Who sees a dossier sees its files and papers, and who sees none sees none of them, nor its bill: after any life of it.

The events of the dossier are given to records as its handlers get them. Administrators and systems see dossiers and no
files (ADR 70).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.integration.dossiers.application.test_visibility import (
    FIRST,
    HAPPENINGS,
    officer_of,
    officers,
    one,
    others,
)
from tests.support.dossiers.depth import lives
from tests.support.dossiers.office import OFFICER, LocalOffice
from tests.support.stores import fresh_store
from tests.unit.records.domain.paper_samples import paper

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.inbox import ReceivedEvent
from chassis.storage.store import Store
from contracts import topology
from contracts.base import Actor, ActorKind
from contracts.dossiers import Dossier, DossierAction, FeeDueEvent, ResultOutcome, ReturnMethod
from contracts.errors import ServiceError
from contracts.events import AnyEvent, Event
from contracts.records import PaperOwner
from devstack.servers.mongo_address import MongoAddress
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.rights.visibility import visible
from dossiers.repository import DossierRepository
from payments.domain import access as bill_access
from payments.domain.bills import open_bill
from records.application import files
from records.domain.content import FileContent
from records.domain.file_access import file_visible
from records.domain.files import File
from records.domain.paper_access import PaperViewer, paper_visible
from records.domain.papers import PaperFile
from records.repository import FileRepository, PaperRepository
from records.repository import create_indexes as records_indexes

A = DossierAction
TYPES = {event.name: event for event in topology.EVENTS["dossiers"]}
HEARD = (topology.RECORDS_DOSSIER_FILES, topology.RECORDS_DOSSIER_ENDS)


def issue(office: LocalOffice, dossier: Dossier) -> Dossier:
    for step in dossier.steps:
        dossier = office.act(A.COMPLETE_STEP, dossier, step_code=step.code)
    file_id = office.store_file(OFFICER)
    return office.act(A.ISSUE_RESULT, dossier, outcome=ResultOutcome.APPROVED, file_id=file_id, number="7")


MORE: dict[str, Callable[[LocalOffice, Dossier], Dossier]] = {
    **HAPPENINGS,
    "issue": issue,
    "return": one(A.RETURN_RESULT, recipient="An", method=ReturnMethod.COUNTER),
    "stop": one(A.STOP, reason="x"),
}


@pytest.fixture(scope="module")
def records_store(mongo: MongoAddress) -> Iterator[Store]:
    with fresh_store(mongo, "records", records_indexes) as store:
        yield store


@lives(usual=10, deep=300, steps=1)
@given(
    happenings=st.lists(st.sampled_from(sorted(MORE)), max_size=8),
    asking=st.lists(st.one_of(officers, others), min_size=2, max_size=5, unique_by=str),
    charged=st.booleans(),
)
def test_who_sees_a_dossier_sees_what_belongs_to_it(
    dossier_store: Store, records_store: Store, happenings: list[str], asking: list[Actor], charged: bool
) -> None:
    office = LocalOffice.on(dossier_store)
    dossier = office.submit(CHARGED if charged else FREE)
    for happening in ["accept", "start", "ask the first", *happenings]:
        try:
            dossier = MORE[happening](office, dossier)
        except ServiceError:
            dossier = office.read(dossier)
    state = dossier_store.repository(DossierRepository).get(dossier.dossier_id)
    events = list(published(office, dossier))
    file_ids = sorted({file_id for event in events for file_id in getattr(event.payload, "file_ids", ())})
    store_files(records_store, file_ids)
    share(records_store, events)
    for caller in (*asking, office.citizen, officer_of(FIRST)):
        check_files(records_store, file_ids, state, caller)
        check_bills(events, state, caller)


FREE, CHARGED = "1.000001", "1.000002"


def published(office: LocalOffice, dossier: Dossier) -> Iterator[AnyEvent]:
    rows = office.database.events.find({"aggregate_id": dossier.dossier_id}).sort("aggregate_version", 1)
    fields = Event.model_fields.keys() - {"event_id", "payload"}
    for row in rows:
        payload = TYPES[row["type"]].payload.model_validate(row["payload"], extra="ignore")
        yield Event[Any](
            event_id=row["_id"], payload=payload, **{name: row[name] for name in fields if name in row}
        )


def store_files(store: Store, file_ids: list[str]) -> None:
    """Uploaded by nobody who asks; each of them is a paper of the store, too."""
    uploader = Actor(kind=ActorKind.SERVICE, name="dossiers")
    content = FileContent(size=7, sha256="0" * 64, media_type="application/pdf", pages=1)
    stored = [
        File(file_id, 1, "giay-to.pdf", uploader, 7, None, utcnow(), content, new_id(), utcnow())
        for file_id in file_ids
    ]
    owner = PaperOwner(account_id="nobody-who-asks")
    store.repository(FileRepository).add_all(stored)
    store.repository(PaperRepository).add_all(
        [
            paper(paper_id=new_id(), file=PaperFile.of(file), owner=owner, vouched_by=None, issuer_code=None)
            for file in stored
        ]
    )
    entries = [
        {"_id": new_id(), "aggregate_id": file_id, "aggregate_version": 1, "hash": "0" * 64}
        for file_id in file_ids
    ]
    store.database.events.insert_many(entries)


def share(store: Store, events: list[AnyEvent]) -> None:
    """One by one or some together, of both queues, as they come."""
    heard = {kind.name for subscription in HEARD for kind in subscription.types}
    context = Context.new(Actor(kind=ActorKind.SERVICE, name="dossiers"))
    of_records = [event for event in events if event.type in heard]
    for _, together in groupby(enumerate(of_records), key=lambda numbered: numbered[0] // 2):
        received = [ReceivedEvent(event, context) for _, event in together]
        store.transaction(context, partial(files.share_files, received=received))


def check_files(store: Store, file_ids: list[str], state: DossierState, caller: Actor) -> None:
    shown = visible(caller, state)
    if caller.kind in (ActorKind.ADMINISTRATOR, ActorKind.SYSTEM):
        shown = False
    assert file_ids
    for file in store.repository(FileRepository).find(file_ids):
        assert file_visible(caller, file) is shown, (caller, state.status)
    for stored in store.repository(PaperRepository).of_files(file_ids):
        viewer = PaperViewer.without_number(caller)
        sees = shown and caller.kind is ActorKind.OFFICER
        assert paper_visible(viewer, stored) is sees, (caller, state.status, stored.holders)


def check_bills(events: list[AnyEvent], state: DossierState, caller: Actor) -> None:
    for event in events:
        if isinstance(event.payload, FeeDueEvent):
            bill = open_bill(event.payload, new_id(), utcnow())
            assert visible(caller, state) or not bill_access.is_visible(caller, bill), caller
