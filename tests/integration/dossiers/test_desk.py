"""Hands, stand-ins and many at once, at the door of the running service."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from tests.integration.dossiers.conftest import Office
from tests.support.dossiers_refusals import refused
from tests.support.dossiers_samples import AGENCY

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.event_log import entries, verify
from contracts import dossiers as contract
from contracts.base import Actor, OfficerRole
from contracts.dossiers import BulkAction, BulkActionItem, Dossier, DossierAction
from contracts.errors import ErrorCode
from dossiers.repository import DossierRepository
from gateway.routes.dossiers.desk import BULK_TIMEOUT_S

WORK = (OfficerRole.PROCESSING, OfficerRole.RECEPTION)


@pytest.fixture
def me(office: Office) -> Actor:
    return office.hire(*WORK, unit="HT")


@pytest.fixture
def other(office: Office) -> Actor:
    return office.hire(*WORK, unit="HT")


@pytest.fixture
def head(office: Office) -> Actor:
    return office.hire(OfficerRole.MANAGER)


def received(office: Office) -> Dossier:
    return office.act(DossierAction.ACCEPT, office.submit())


def away(office: Office, actor: Actor, **fields: Any) -> Any:
    span = {"from_at": utcnow() - timedelta(minutes=1), "to_at": utcnow() + timedelta(hours=1)}
    return office.call("delegate", actor, **(span | fields))


def many(office: Office, actor: Actor, action: DossierAction, dossiers: list[Dossier], **fields: Any) -> Any:
    items = [{"dossier_id": one.dossier_id, "expected_version": one.version} for one in dossiers]
    return office.call("act_on_many", actor, action=action.value, items=items, **fields)


def test_what_one_has_claimed_another_does_not_act_on(office: Office, me: Actor, other: Actor) -> None:
    mine = office.act(DossierAction.CLAIM, received(office), me)
    assert (mine.officer_id, mine.unit) == (me.account_id, "HT")
    refused(ErrorCode.FORBIDDEN, lambda: office.act(DossierAction.START_PROCESSING, mine, other))
    assert DossierAction.START_PROCESSING not in office.read(mine, other).allowed_actions
    assert office.act(DossierAction.START_PROCESSING, mine, me).status == "processing"


def test_a_manager_assigns_to_officers_of_the_agency_only(office: Office, me: Actor, head: Actor) -> None:
    dossier = received(office)
    stranger = office.hire(*WORK, agency="H26.31.06")
    assign = partial(office.act, DossierAction.ASSIGN, dossier, head)
    for nobody in (stranger, office.citizen):
        assert refused(ErrorCode.INVALID_REQUEST, partial(assign, officer_id=nobody.account_id)).errors
    assigned = assign(officer_id=me.account_id)
    assert (assigned.officer_id, assigned.unit) == (me.account_id, "HT")


def test_who_has_it_hands_it_over_with_a_note(office: Office, me: Actor, other: Actor) -> None:
    mine = office.act(DossierAction.CLAIM, received(office), me)
    handed = office.act(
        DossierAction.HAND_OVER, mine, me, officer_id=other.account_id, note="Đúng chuyên môn."
    )
    assert handed.officer_id == other.account_id
    assert entries(office.database, mine.dossier_id)[-1].payload["note"] == "Đúng chuyên môn."
    refused(ErrorCode.FORBIDDEN, lambda: office.act(DossierAction.HAND_OVER, handed, me, unit="HT", note="x"))


def test_a_stand_in_acts_under_his_own_name_and_the_log_says_for_whom(
    office: Office, me: Actor, other: Actor
) -> None:
    mine = office.act(DossierAction.CLAIM, received(office), me)
    delegation = away(office, me, to_officer_id=other.account_id)
    started = office.act(DossierAction.START_PROCESSING, mine, other)
    entry = entries(office.database, mine.dossier_id)[-1]
    assert (entry.actor.account_id, entry.payload["stands_in_for"]) == (other.account_id, me.account_id)
    verify(office.database, mine.dossier_id, started.version)
    office.call("end_delegation", me, delegation_id=delegation.delegation_id)
    refused(ErrorCode.FORBIDDEN, lambda: office.act(DossierAction.STOP, started, other, reason="x"))


def test_a_delegation_of_another_time_gives_nothing(office: Office, me: Actor, other: Actor) -> None:
    mine = office.act(DossierAction.CLAIM, received(office), me)
    away(office, me, to_officer_id=other.account_id, from_at=utcnow() + timedelta(minutes=30))
    refused(ErrorCode.FORBIDDEN, lambda: office.act(DossierAction.START_PROCESSING, mine, other))


def test_a_delegation_is_for_officers_of_the_agency(office: Office, me: Actor) -> None:
    stranger = office.hire(*WORK, agency="H26.31.06")
    wrong = refused(ErrorCode.INVALID_REQUEST, lambda: away(office, me, to_officer_id=stranger.account_id))
    assert wrong.errors[0].pointer == "/to_officer_id"


def test_delegations_are_listed_newest_first_to_the_agency_alone(office: Office) -> None:
    agency = "H26.31.77"
    people = [office.hire(*WORK, agency=agency) for _ in range(4)]
    made = [away(office, people[0], to_officer_id=to.account_id).delegation_id for to in people[1:]]
    first = office.call("list_delegations", people[1], limit=2)
    second = office.call("list_delegations", people[1], limit=2, cursor=first.next_cursor)
    assert [one.delegation_id for one in (*first.items, *second.items)] == made[::-1]
    assert office.call("list_delegations", office.hire(OfficerRole.CATALOGUE, agency=agency)).items == ()
    delegation = made[0]
    refused(
        ErrorCode.NOT_FOUND,
        lambda: office.call("end_delegation", office.hire(*WORK), delegation_id=delegation),
    )


def test_a_delegation_leaves_its_trace_in_the_log(office: Office, me: Actor, other: Actor) -> None:
    made = away(office, me, to_officer_id=other.account_id)
    office.call("end_delegation", me, delegation_id=made.delegation_id)
    told = [entry.type for entry in entries(office.database, made.delegation_id)]
    assert told == ["dossiers.delegated", "dossiers.delegation_ended"]
    verify(office.database, made.delegation_id, 2)


def test_of_many_each_is_done_or_refused_by_itself(office: Office, me: Actor, other: Actor) -> None:
    good = [received(office) for _ in range(3)]
    taken = office.act(DossierAction.CLAIM, received(office), other)
    stale = office.act(DossierAction.START_PROCESSING, received(office)).model_copy(update={"version": 1})
    results = many(office, me, DossierAction.CLAIM, [*good, taken, stale])
    assert (results.done, results.refused) == (3, 2)
    assert [result.done for result in results.results] == [True, True, True, False, False]
    assert [result.error_code for result in results.results[3:]] == ["guard_failed", "version_stale"]
    assert "hồ sơ đã có người xử lý" in results.results[3].detail


def test_the_words_of_a_refusal_are_the_callers(office: Office, me: Actor, other: Actor) -> None:
    taken = office.act(DossierAction.CLAIM, received(office), other)
    item = {"dossier_id": taken.dossier_id, "expected_version": taken.version}
    told = office.call("act_on_many", me, "en", action="claim", items=[item])
    assert "the dossier is in somebody's hands" in told.results[0].detail


def test_repeated_what_was_done_is_not_done_again(office: Office, me: Actor, other: Actor) -> None:
    good, command_id = [received(office) for _ in range(2)], new_id()
    taken = office.act(DossierAction.CLAIM, received(office), other)
    first = many(office, me, DossierAction.CLAIM, [*good, taken], command_id=command_id)
    office.act(DossierAction.RELEASE, taken, other)
    assert many(office, me, DossierAction.CLAIM, [*good, taken], command_id=command_id) == first
    assert [office.read(one).version for one in good] == [one.version + 1 for one in good]
    mismatch = lambda: many(office, me, DossierAction.CLAIM, good, command_id=command_id)  # noqa: E731
    refused(ErrorCode.IDEMPOTENCY_MISMATCH, mismatch)


def test_what_is_cut_off_goes_on_when_repeated(office: Office, me: Actor) -> None:
    """The first run had done one of two when it ended: the repetition finishes, and does none twice."""
    good, command_id = [received(office) for _ in range(2)], new_id()
    many(office, me, DossierAction.CLAIM, good[:1], command_id=command_id)
    office.database.commands.delete_one({"_id": {"$regex": f"act_on_many {command_id}$"}})
    results = many(office, me, DossierAction.CLAIM, good, command_id=command_id)
    assert (results.done, results.refused) == (2, 0)
    assert [office.read(one).version for one in good] == [one.version + 1 for one in good]


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"nothing": 1}, "/fields/nothing"),
        ({"note": 5}, "/fields/note"),
        ({"expected_version": 3}, "/fields/expected_version"),
    ],
)
def test_fields_that_the_act_has_not_refuse_the_whole(
    office: Office, me: Actor, fields: dict[str, Any], pointer: str
) -> None:
    dossier = received(office)
    wrong = refused(
        ErrorCode.INVALID_REQUEST, lambda: many(office, me, DossierAction.RELEASE, [dossier], fields=fields)
    )
    assert wrong.errors[0].pointer == pointer


def test_eighty_at_once_are_done_in_time(office: Office, me: Actor) -> None:
    """Within what the gateway gives the route; on an idle machine it takes a second or two."""
    items = tuple(
        BulkActionItem(dossier_id=filed.dossier_id, expected_version=filed.version)
        for filed in (office.submit() for _ in range(80))
    )
    request = BulkAction(command_id=new_id(), action="accept", items=items)
    results = office.caller.call(contract.act_on_many, request, Context.new(me), timeout_s=BULK_TIMEOUT_S)
    assert results.done == 80, [result for result in results.results if not result.done][:3]


def test_the_control_sheet_has_a_row_for_each_passing_on(office: Office, me: Actor, other: Actor) -> None:
    dossier = office.act(DossierAction.ACCEPT, office.submit(), me)
    dossier = office.act(DossierAction.CLAIM, dossier, me)
    dossier = office.act(DossierAction.START_PROCESSING, dossier, me)
    dossier = office.act(DossierAction.HAND_OVER, dossier, me, officer_id=other.account_id, note="x")
    office.act(DossierAction.COMPLETE_STEP, dossier, other, step_code=dossier.step_codes[0])
    sheet = office.call("get_control_sheet", me, dossier_id=dossier.dossier_id)
    told = [(row.what, row.from_officer_id, row.to_officer_id) for row in sheet.rows]
    assert told == [
        ("accept", me.account_id, None),
        ("claim", None, me.account_id),
        ("hand_over", me.account_id, other.account_id),
        ("complete_step", other.account_id, None),
    ]
    assert sheet.rows[-1].step_code == dossier.step_codes[0]


def test_the_control_sheet_is_a_paper_of_the_office(office: Office) -> None:
    dossier = received(office)
    refused(
        ErrorCode.FORBIDDEN,
        lambda: office.call("get_control_sheet", office.citizen, dossier_id=dossier.dossier_id),
    )
    elsewhere = office.hire(*WORK, agency="H26.31.06")
    refused(
        ErrorCode.NOT_FOUND,
        lambda: office.call("get_control_sheet", elsewhere, dossier_id=dossier.dossier_id),
    )


def test_a_dossier_with_hands_is_read_back_as_it_was_kept(office: Office, me: Actor) -> None:
    dossier = office.act(DossierAction.CLAIM, received(office), me)
    kept = DossierRepository(office.database).get(dossier.dossier_id)
    assert kept.assignment is not None
    assert (kept.agency_code, kept.holder_id) == (AGENCY, me.account_id)
