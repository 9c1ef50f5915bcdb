"""Nothing of a dossier is seen on one path and hidden on another, whatever has happened to it and whoever asks."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.depth import lives
from tests.support.dossiers.office import DESK, FREE, OFFICER, LocalOffice
from tests.support.dossiers.samples import AGENCY, CITIZEN_ID

from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from chassis.storage.store import Store
from contracts.base import (
    ANONYMOUS,
    Acting,
    Actor,
    ActorKind,
    OfficerRole,
    RepresentationGround,
    RepresentationScope,
)
from contracts.catalog import SubmissionChannel
from contracts.dossiers import (
    ConsultationState,
    Dossier,
    DossierAction,
    DossierStatus,
    DossierStep,
    Passing,
    PassingCause,
)
from contracts.errors import ErrorCode, ServiceError
from contracts.time import local_day
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.rights.disclosure import Audience, audience, audience_of_event
from dossiers.domain.rights.visibility import visible, visible_filter
from dossiers.repository import DossierRepository
from dossiers.repository.dossiers import dossier_document

A = DossierAction
STEP, FIRST, SECOND, FAR = "H26.12", "G18.26", "H26.31.06", "H05.34"
AGENCIES = (AGENCY, STEP, FIRST, SECOND, FAR, "000.00.31.H26")
ABOVE = ("H26", "G18", "H26.31", "G18.26", "H05")
ABOVE_THE_FIRST = Actor(kind=ActorKind.SYSTEM, account_id="s", agency_code="G18")
PROCEDURE, OTHER_PROCEDURE = FREE, "1.999999"
REPRESENTED = ("filer", "owner", "stranger", CITIZEN_ID)
ROLES = st.lists(st.sampled_from(OfficerRole), unique=True).map(tuple)
_seq = itertools.count(1)

officers = st.builds(
    Actor,
    kind=st.just(ActorKind.OFFICER),
    account_id=st.sampled_from(["o1", "o2"]),
    agency_code=st.sampled_from(AGENCIES),
    roles=ROLES,
)
others = st.one_of(
    st.builds(
        Actor,
        kind=st.just(ActorKind.SYSTEM),
        account_id=st.just("s"),
        agency_code=st.sampled_from(("", *ABOVE)),
    ),
    st.builds(Actor, kind=st.just(ActorKind.CITIZEN), account_id=st.sampled_from(["", "filer", "stranger"])),
    st.builds(
        Actor,
        kind=st.just(ActorKind.CITIZEN),
        account_id=st.sampled_from(REPRESENTED),
        acting=st.builds(
            Acting,
            person_id=st.sampled_from(REPRESENTED),
            representation_id=st.just("act"),
            version=st.just(1),
            ground=st.sampled_from(RepresentationGround),
            scopes=st.lists(st.sampled_from(RepresentationScope), unique=True).map(tuple),
            procedure_codes=st.lists(
                st.sampled_from([PROCEDURE, OTHER_PROCEDURE]), max_size=2, unique=True
            ).map(tuple),
        ),
    ),
    st.sampled_from(
        [
            ANONYMOUS,
            Actor(kind=ActorKind.ADMINISTRATOR, account_id="a"),
            Actor(kind=ActorKind.OPERATOR, name="cli"),
        ]
    ),
)


def consulting(agency: str) -> Callable[[LocalOffice, Dossier], Dossier]:
    def ask(office: LocalOffice, dossier: Dossier) -> Dossier:
        due_at = utcnow() + timedelta(days=1)
        return office.act(A.REQUEST_CONSULTATION, dossier, agency_code=agency, content="?", due_at=due_at)

    return ask


def officer_of(agency: str) -> Actor:
    return Actor(
        kind=ActorKind.OFFICER, account_id="expert", agency_code=agency, roles=(OfficerRole.PROCESSING,)
    )


def answer(office: LocalOffice, dossier: Dossier) -> Dossier:
    """By an expert of the agency that was asked first and has not answered."""
    open_ones = [each for each in dossier.consultations if each.state is ConsultationState.OPEN]
    consultation = open_ones[0] if open_ones else None
    agency = consultation.agency_code if consultation else FIRST
    expert = officer_of(agency)
    consultation_id = consultation.consultation_id if consultation else "none"
    return office.act(A.ANSWER_CONSULTATION, dossier, expert, consultation_id=consultation_id, answer="Được")


def one(
    action: DossierAction, actor: Actor = OFFICER, **fields: Any
) -> Callable[[LocalOffice, Dossier], Dossier]:
    return lambda office, dossier: office.act(action, dossier, actor, **fields)


RECEIVER = Actor(
    kind=ActorKind.OFFICER, account_id="receiver", agency_code=SECOND, roles=(OfficerRole.RECEPTION,)
)
HAPPENINGS: dict[str, Callable[[LocalOffice, Dossier], Dossier]] = {
    "accept": one(A.ACCEPT, DESK),
    "start": one(A.START_PROCESSING),
    "ask the first": consulting(FIRST),
    "ask the second": consulting(SECOND),
    "answer": answer,
    "claim": one(A.CLAIM),
    "pass on": one(A.HAND_OVER, unit="HT", note="x"),
    "withdraw": lambda office, dossier: office.act(A.WITHDRAW, dossier, office.citizen, reason="Đổi ý"),
    "to the competent": lambda office, dossier: office.act(
        A.PASS_ON, dossier, to_agency=SECOND, reason="Không thuộc thẩm quyền"
    ),
    "accept there": one(A.ACCEPT, RECEIVER),
    "refuse there": one(A.REFUSE_RECEPTION, RECEIVER, reason="Không đủ điều kiện"),
    "refuse": one(A.REFUSE_RECEPTION, reason="Sai thẩm quyền"),
}


def lived(office: LocalOffice, happenings: list[str]) -> Dossier:
    """A dossier after what of these is possible, its events published."""
    dossier = office.submit()
    for happening in happenings:
        try:
            dossier = HAPPENINGS[happening](office, dossier)
        except ServiceError:
            dossier = office.read(dossier)
    publish(office, dossier)
    return dossier


def publish(office: LocalOffice, dossier: Dossier) -> None:
    """Give its events their places in the feed, as the relay does."""
    entries = office.database.events.find({"aggregate_id": dossier.dossier_id}).sort("aggregate_version", 1)
    for entry in list(entries):
        office.database.events.update_one({"_id": entry["_id"]}, {"$set": {"seq": next(_seq)}})


def answered(office: LocalOffice, name: str, caller: Actor, **fields: Any) -> tuple[Any, Any]:
    """The answer, or None and what the refusal says, without the id that was asked for."""
    try:
        return office.call(name, caller, **fields), None
    except ServiceError as error:
        return None, (error.code, error.params, error.errors)


@lives(usual=10, deep=500, steps=1)
@given(
    happenings=st.lists(st.sampled_from(sorted(HAPPENINGS)), max_size=8),
    callers=st.lists(st.one_of(officers, others), min_size=2, max_size=5, unique_by=str),
)
def test_every_path_shows_a_dossier_or_none_does(
    dossier_store: Store, happenings: list[str], callers: list[Actor]
) -> None:
    office = LocalOffice.on(dossier_store)
    dossier = lived(office, ["accept", "ask the first", *happenings] if len(happenings) % 4 else happenings)
    state = dossier_store.repository(DossierRepository).get(dossier.dossier_id)
    for caller in (*callers, office.citizen, *representatives(office), officer_of(FIRST), ABOVE_THE_FIRST):
        shown = visible(caller, state)
        check_reads(office, dossier, caller, shown)
        check_lists(office, dossier, caller, shown)
        if shown:
            check_audience(office, state, caller)


def representatives(office: LocalOffice) -> tuple[Actor, Actor]:
    """Who acts for the owner, in dossiers of this procedure, and of another alone."""
    owner = office.citizen.account_id
    return acting_for(owner, PROCEDURE), acting_for(owner, OTHER_PROCEDURE)


def acting_for(account_id: str, *procedures: str, scopes: tuple[str, ...] = ("read",)) -> Actor:
    acting = Acting(
        person_id="person", representation_id="act", version=1, ground=RepresentationGround.AUTHORISED,
        scopes=tuple(RepresentationScope(scope) for scope in scopes), procedure_codes=procedures,
    )  # fmt: skip
    return Actor(kind=ActorKind.CITIZEN, account_id=account_id, assurance=2, acting=acting)


def check_reads(office: LocalOffice, dossier: Dossier, caller: Actor, shown: bool) -> None:
    """By its id: what is hidden answers as what does not exist."""
    of, nothing = {"dossier_id": dossier.dossier_id}, {"dossier_id": new_id()}
    for name in (
        "get_dossier", "get_history", "get_clock", "get_control_sheet", "issue_control_sheet", "list_readings",
    ):  # fmt: skip
        found, refusal = answered(office, name, caller, **of)
        absent, unknown = answered(office, name, caller, **nothing)
        assert absent is None, name
        assert unknown[0] is ErrorCode.NOT_FOUND, (name, unknown)
        for_office = name.endswith("control_sheet") or name == "list_readings"
        seen = found is not None or (for_office and refusal[0] is not ErrorCode.NOT_FOUND)
        assert seen is shown, (name, caller, dossier.status)
        assert shown or refusal == unknown, (name, caller)
    for action in (A.ACCEPT, A.CLAIM, A.WITHDRAW):
        fields = {"reason": "x"} if action is A.WITHDRAW else {}
        _, refusal = answered(office, action.value, caller, **of, expected_version=999, **fields)
        _, unknown = answered(office, action.value, caller, **nothing, expected_version=999, **fields)
        assert (refusal[0] is not ErrorCode.NOT_FOUND) is shown, (action, caller)
        assert shown or refusal == unknown, (action, caller)


def check_lists(office: LocalOffice, dossier: Dossier, caller: Actor, shown: bool) -> None:
    """Among all: in the list, in every order, found by number and by code, in the feed."""
    number, filters = dossier.submission_number, {"status": dossier.status.value}
    questions: list[dict[str, Any]] = [{}, {"sort": "submitted", "q": number}, {"q": number}, filters]
    if dossier.code:
        questions.append({"q": dossier.code})
    for fields in questions:
        found = office.call("list_dossiers", caller, limit=100, **fields)
        assert (dossier.dossier_id in {line.dossier_id for line in found.items}) is shown, (fields, caller)
    today = local_day(utcnow())
    rows, refusal = answered(office, "list_register", caller, from_day=today, to_day=today, limit=100)
    assert refusal is None or refusal[0] is ErrorCode.FORBIDDEN
    registered = rows is not None and dossier.code in {row.code for row in rows.items}
    assert shown or not (registered and dossier.code), caller
    entries = fed(office, dossier, caller)
    if caller.kind in (ActorKind.OFFICER, ActorKind.SYSTEM) and caller.agency_code != AGENCY:
        assert shown or not entries, caller
    else:
        assert bool(entries) is shown, caller


def fed(office: LocalOffice, dossier: Dossier, caller: Actor) -> list[Any]:
    """What the feed has of the dossier."""
    entries, cursor = [], None
    while True:
        page = office.call("read_feed", caller, limit=100, cursor=cursor)
        entries += [entry for entry in page.items if entry.dossier_id == dossier.dossier_id]
        if not page.more:
            return entries
        cursor = page.next_cursor


def check_audience(office: LocalOffice, state: DossierState, caller: Actor) -> None:
    """Dossier and feed show one caller as much."""
    payload = {
        "agency_code": state.agency_code,
        "agency_codes": state.agency_codes,
        "consulted_agencies": state.consulted_agencies,
    }
    assert audience_of_event(caller, payload) is audience(caller, state)
    shown = office.call("get_dossier", caller, dossier_id=state.dossier_id)
    if audience(caller, state) is Audience.CONSULTED:
        assert shown.applicant.identity is None


@pytest.mark.parametrize("ending", ["answer", "withdraw"])
def test_who_was_asked_has_nothing_of_it_in_the_feed_after_the_answer_or_the_end(
    dossier_store: Store, ending: str
) -> None:
    office = LocalOffice.on(dossier_store)
    expert = officer_of(FIRST)
    dossier = lived(office, ["accept", "ask the first"])
    assert [entry.type for entry in fed(office, dossier, expert)] == ["dossiers.consultation_requested"]
    dossier = HAPPENINGS[ending](office, dossier)
    publish(office, dossier)
    assert fed(office, dossier, expert) == []
    assert len(fed(office, dossier, OFFICER)) > 3


def test_the_system_above_an_agency_that_is_asked_sees_what_that_agency_sees(dossier_store: Store) -> None:
    office = LocalOffice.on(dossier_store)
    dossier = lived(office, ["accept", "ask the first", "claim"])
    for agency, whole in (("G18", False), ("H26", True)):
        system = Actor(kind=ActorKind.SYSTEM, account_id="s", agency_code=agency)
        shown = office.read(dossier, system)
        (line,) = office.call("list_dossiers", system, q=dossier.submission_number).items
        assert (shown.applicant.account_id is not None, line.officer_id is not None) == (whole, whole)


states = st.builds(
    lambda **fields: fields,
    agency_code=st.sampled_from(AGENCIES),
    forwarded_from=st.sampled_from([None, *AGENCIES]),
    status=st.sampled_from(DossierStatus),
    received_at=st.sampled_from([None, utcnow()]),
    passings=st.lists(
        st.builds(
            Passing,
            cause=st.sampled_from(PassingCause),
            from_agency_code=st.sampled_from(AGENCIES),
            to_agency_code=st.sampled_from(AGENCIES),
            reason=st.just("x"),
            passed_at=st.just(utcnow()),
        ),
        max_size=2,
    ).map(tuple),
    owner=st.sampled_from([None, "filer", "owner"]),
    steps=st.lists(st.sampled_from([None, *AGENCIES]), max_size=2),
    channel=st.sampled_from(SubmissionChannel),
)


@lives(usual=25, deep=2000, steps=1)
@given(fields=states, callers=st.lists(st.one_of(officers, others), min_size=8, max_size=8))
def test_the_filter_finds_in_the_database_what_the_predicate_shows(
    dossier_store: Store, fields: dict[str, Any], callers: list[Actor]
) -> None:
    """Dossiers of any agencies: forwarded, with steps of others, of people with and without an account."""
    template = _template(dossier_store)
    steps = tuple(
        DossierStep(code=f"b{at}", name="Bước", role=OfficerRole.PROCESSING, hours=8, agency_code=code)
        for at, code in enumerate(fields["steps"])
    )
    applicant = template.applicant.model_copy(update={"account_id": fields["owner"]})
    stored = template.model_copy(
        update={
            "dossier_id": new_id(), "agency_code": fields["agency_code"], "applicant": applicant, "steps": steps,
            "forwarded_from": fields["forwarded_from"], "status": fields["status"], "passings": fields["passings"],
            "received_at": fields["received_at"], "channel": fields["channel"], "submission_number": None,
            "code": None,
        }
    )  # fmt: skip
    documents = dossier_store.database.dossiers
    documents.insert_one(dossier_document(stored))
    try:
        for caller in callers:
            query = {"$and": [{"_id": stored.dossier_id}, visible_filter(caller)]}
            assert (documents.find_one(query) is not None) is visible(caller, stored), caller
    finally:
        documents.delete_one({"_id": stored.dossier_id})


def _template(store: Store) -> DossierState:
    """Any dossier that was filed."""
    document = store.database.dossiers.find_one({})
    dossier_id = LocalOffice.on(store).submit().dossier_id if document is None else document["_id"]
    return store.repository(DossierRepository).get(dossier_id)
