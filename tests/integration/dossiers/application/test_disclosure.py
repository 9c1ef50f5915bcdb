"""What leaves the office: over every action with a note, nothing of the note and no officer's account."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from tests.support.dossiers.office import DESK, OFFICER, LocalOffice, received
from tests.support.dossiers.refusals import refused

from chassis.core.clock import utcnow
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.dossiers import Dossier, DossierAction
from contracts.errors import ErrorCode
from dossiers.application.actions import COMMANDS

A = DossierAction
SECRET = "chỉ lưu nội bộ"
SHORT: dict[str, Any] = {"reason": "Thiếu", "items": ["Tờ khai"]}


def processing(office: LocalOffice) -> Dossier:
    return office.act(A.START_PROCESSING, received(office))


def supplemented(office: LocalOffice) -> Dossier:
    waiting = office.act(A.REQUEST_SUPPLEMENT, received(office), **SHORT)
    return office.act(A.SUPPLEMENT, waiting, office.citizen, form_data={"ho_ten": "B"})


def stopped(office: LocalOffice) -> Dossier:
    return office.act(A.STOP, received(office), reason="Chờ xác minh")


def claimed(office: LocalOffice) -> Dossier:
    return office.act(A.CLAIM, received(office))


NOTED: Mapping[DossierAction, tuple[Callable[[LocalOffice], Dossier], dict[str, Any]]] = {
    A.ACCEPT: (LocalOffice.submit, {"note": SECRET}),
    A.START_PROCESSING: (received, {"note": SECRET}),
    A.COMPLETE_STEP: (processing, {"step_code": "tham_tra", "note": SECRET}),
    A.RESUME: (stopped, {"note": SECRET}),
    A.RELEASE: (claimed, {"note": SECRET}),
    A.ASSIGN: (received, {"unit": "HT", "note": SECRET}),
    A.HAND_OVER: (claimed, {"unit": "HT", "note": SECRET}),
    A.REQUEST_SUPPLEMENT: (supplemented, {**SHORT, "override_reason": SECRET}),
}
"""Each action that takes a note of the office, from where it starts."""
OFFICERS = (OFFICER.account_id, DESK.account_id)


def test_every_action_with_a_note_is_here() -> None:
    noted = {
        action
        for action, command in COMMANDS.items()
        if {"note", "override_reason"} & command.method.request.model_fields.keys()
    }
    assert noted == set(NOTED)


@pytest.mark.parametrize("action", NOTED)
def test_a_note_of_the_office_stays_in_the_office(office: LocalOffice, action: DossierAction) -> None:
    start, fields = NOTED[action]
    done = office.act(action, start(office), **fields)
    inside = shown(office, done, OFFICER)
    assert SECRET in inside or action is A.ACCEPT
    outside = shown(office, done, office.citizen)
    assert SECRET not in outside
    assert not [officer for officer in OFFICERS if officer in outside]


def test_every_sentence_of_the_history_is_for_the_applicant(office: LocalOffice) -> None:
    done = office.act(A.STOP, received(office), reason="Chờ giám định")
    assert "Chờ giám định" in shown(office, done, office.citizen)


def shown(office: LocalOffice, dossier: Dossier, to: Actor) -> str:
    """Everything that a caller reads of the dossier: itself, its history, its line in the list, the feed."""
    of = {"dossier_id": dossier.dossier_id}
    read = [
        office.call("get_dossier", to, **of),
        office.call("get_history", to, limit=100, **of),
        office.call("list_dossiers", to, limit=100),
    ]
    return "".join(answer.model_dump_json() for answer in read)


CONSULTED = "G18.26"
EXPERT = Actor(
    kind=ActorKind.OFFICER, account_id="expert", agency_code=CONSULTED, roles=(OfficerRole.PROCESSING,)
)


def consulting(office: LocalOffice) -> Dossier:
    due_at = utcnow() + timedelta(days=1)
    before = office.act(A.ASSIGN, received(office), unit="HT", note=SECRET)
    return office.act(A.REQUEST_CONSULTATION, before, agency_code=CONSULTED, content="?", due_at=due_at)


def test_who_is_asked_sees_the_matter_and_no_numbers(office: LocalOffice) -> None:
    dossier = consulting(office)
    view = office.read(dossier, EXPERT)
    assert view.applicant_name and view.applicant.identity is None
    assert (view.applicant.phone, view.applicant.email, view.applicant.account_id) == (None, None, None)
    assert SECRET not in shown(office, dossier, EXPERT)


@pytest.mark.parametrize("ending", [A.ANSWER_CONSULTATION, A.WITHDRAW])
def test_who_was_asked_sees_it_until_the_answer_or_the_end(
    office: LocalOffice, ending: DossierAction
) -> None:
    dossier = consulting(office)
    if ending is A.WITHDRAW:
        office.act(A.WITHDRAW, dossier, office.citizen, reason="Đổi ý")
    else:
        consultation_id = dossier.consultations[0].consultation_id
        office.act(ending, dossier, EXPERT, consultation_id=consultation_id, answer="Đồng ý")
    refused(ErrorCode.NOT_FOUND, lambda: office.read(dossier, EXPERT))


@pytest.mark.parametrize(
    "actor",
    [
        EXPERT,
        Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin"),
        Actor(kind=ActorKind.SYSTEM, account_id="system", agency_code="H26"),
    ],
    ids=lambda actor: str(actor.kind),
)
def test_only_the_agencys_officers_make_its_sealed_papers(office: LocalOffice, actor: Actor) -> None:
    dossier = consulting(office)
    refused(
        ErrorCode.FORBIDDEN, lambda: office.call("issue_control_sheet", actor, dossier_id=dossier.dossier_id)
    )


def test_who_is_asked_reads_no_control_sheet(office: LocalOffice) -> None:
    of = {"dossier_id": consulting(office).dossier_id}
    refused(ErrorCode.FORBIDDEN, lambda: office.call("get_control_sheet", EXPERT, **of))
