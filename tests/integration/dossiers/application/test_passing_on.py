"""A3: filed at a competent agency alone; a desk receives for another one, the wrong agency passes it on (NĐ 118/2025 art
17.2, 18)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.support.dossiers.office import DESK, FREE, OFFICER, LocalOffice, through_processing
from tests.support.dossiers.refusals import refused
from tests.support.dossiers.samples import AGENCY

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import AdministrativeLevel, Agency, FilingCompetence
from contracts.dossiers import Dossier, DossierAction, DossierStatus, PassingCause
from contracts.errors import ErrorCode, ServiceError

A = DossierAction
OTHER, THIRD = "H26.31.06", "H26.31.07"
NAMES = {
    AGENCY: "Ủy ban nhân dân phường Một",
    OTHER: "Ủy ban nhân dân phường Hai",
    THIRD: "Ủy ban nhân dân phường Ba",
}


def clerk_of(agency: str) -> Actor:
    roles = (OfficerRole.RECEPTION, OfficerRole.PROCESSING, OfficerRole.LEADER)
    return Actor(kind=ActorKind.OFFICER, account_id=f"clerk-{agency}", agency_code=agency, roles=roles)


CLERK, THIRD_CLERK = clerk_of(OTHER), clerk_of(THIRD)


@pytest.fixture(autouse=True)
def catalogue(office: LocalOffice) -> None:
    """All three are there; the first two are competent."""
    agencies = {
        code: Agency(code=code, name=name, level=AdministrativeLevel.COMMUNE) for code, name in NAMES.items()
    }
    office.neighbours.agencies = agencies
    competent = (agencies[AGENCY], agencies[OTHER])
    no = FilingCompetence(competent=False, why="other_agency", agencies=competent)
    office.neighbours.competences = {THIRD: no}


def passed(office: LocalOffice, dossier: Dossier, actor: Actor = DESK, to: str = OTHER) -> Dossier:
    return office.act(A.PASS_ON, dossier, actor, to_agency=to, reason="Cư trú ở phường khác.")


def brought(office: LocalOffice, actor: Actor = THIRD_CLERK, to: str = AGENCY) -> Dossier:
    """Brought to a desk that receives it for another agency."""
    fields: dict[str, Any] = office.submission()
    for name in ("command_id", "agency_code", "on_behalf", "kiosk", "channel", "papers", "return_method"):
        fields.pop(name)
    papers = ({"component_code": "cho_o", "file_id": office.store_file(actor)},)
    owner = {"kind": "person", "full_name": "Nguyễn Văn An"}
    filed: Dossier = office.call(
        "file_at_desk",
        actor,
        **fields,
        papers=papers,
        applicant=owner,
        forward_to=to,
        forward_reason="Đang ở đây.",
    )
    return filed


def test_nothing_is_filed_at_an_agency_that_is_not_competent(office: LocalOffice) -> None:
    submission = {**office.submission(), "agency_code": THIRD}
    error = refused(ErrorCode.INVALID_REQUEST, lambda: office.call("submit", office.citizen, **submission))
    (wrong,) = error.errors
    assert (wrong.pointer, wrong.code) == ("/agency_code", "not_competent")
    assert NAMES[AGENCY] in wrong.detail


def test_the_wrong_agency_passes_it_on_and_the_competent_one_receives_it(office: LocalOffice) -> None:
    filed = office.submit()
    after = passed(office, filed)
    (passing,) = after.passings
    assert (after.status, after.agency_code, after.agency_name) == (
        DossierStatus.SUBMITTED,
        OTHER,
        NAMES[OTHER],
    )
    assert (passing.cause, passing.from_agency_name) == (PassingCause.WRONG_AGENCY, NAMES[AGENCY])
    assert passing.until is not None and passing.confirmed_at is None
    assert A.ACCEPT in office.read(filed, CLERK).allowed_actions
    assert office.read(filed).allowed_actions == ()
    received = office.act(A.ACCEPT, office.read(filed, CLERK), CLERK)
    assert received.code is not None and received.code.startswith(OTHER)
    assert received.passings[0].confirmed_at == received.received_at


def test_who_passed_it_on_sees_it_until_it_is_received_and_not_after(office: LocalOffice) -> None:
    filed = office.submit()
    passed(office, filed)
    assert office.read(filed).passings
    office.act(A.ACCEPT, office.read(filed, CLERK), CLERK)
    refused(ErrorCode.NOT_FOUND, lambda: office.read(filed))
    line = office.call("list_dossiers", OFFICER, q=filed.submission_number)
    assert line.items == ()
    assert office.read(filed, office.citizen).status is DossierStatus.ACCEPTED


@pytest.mark.parametrize(
    ("to", "pointer", "code"),
    [(THIRD, "/to_agency", "not_competent"), (AGENCY, "/to_agency", "own_agency")],
)
def test_it_is_passed_on_to_another_competent_agency_alone(
    office: LocalOffice, to: str, pointer: str, code: str
) -> None:
    filed = office.submit()
    error = refused(ErrorCode.INVALID_REQUEST, lambda: passed(office, filed, to=to))
    assert [(wrong.pointer, wrong.code) for wrong in error.errors] == [(pointer, code)]


def test_what_was_received_is_not_passed_on(office: LocalOffice) -> None:
    received = office.act(A.ACCEPT, office.submit())
    refused(ErrorCode.ILLEGAL_TRANSITION, lambda: passed(office, received))


def test_passed_on_twice_at_once_one_wins_and_the_other_is_told(office: LocalOffice) -> None:
    filed = office.submit()
    office.neighbours.competences = {}

    def to(agency: str) -> tuple[str, ...] | None:
        try:
            passed(office, filed, to=agency)
        except ServiceError as error:
            return tuple(wrong.code for wrong in error.errors)
        return None

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(to, (OTHER, THIRD)))
    assert sorted(answers, key=str) == [("passed_on",), None]
    (passing,) = office.read(filed).passings
    assert passing.to_agency_code == (OTHER, THIRD)[answers.index(None)]


def test_the_control_sheet_names_both_agencies(office: LocalOffice) -> None:
    claimed = office.act(A.CLAIM, office.submit(), DESK)
    passed(office, claimed)
    rows = office.call("get_control_sheet", CLERK, dossier_id=claimed.dossier_id).rows
    assert [(row.from_agency_code, row.to_agency_codes) for row in rows] == [
        (AGENCY, (AGENCY,)),
        (AGENCY, (OTHER,)),
    ]


def test_a_desk_gives_its_code_and_its_receipt_and_the_competent_agency_keeps_the_code(
    office: LocalOffice,
) -> None:
    usual = office.neighbours.laws[FREE]
    forms = usual.regime.model_copy(update={"forms": {"RECEIPT": "01"}})
    office.neighbours.laws[FREE] = usual.replace({"regime": forms})
    filed = brought(office)
    assert filed.code is not None and filed.code.startswith(THIRD)
    assert (filed.agency_code, filed.passings[0].cause) == (AGENCY, PassingCause.DESK)
    office.run_timers(filed)
    receipt = office.neighbours.issued[-1]
    assert (receipt.agency_code, receipt.content.agency_name) == (THIRD, NAMES[THIRD])
    assert (receipt.content.dossier_code, receipt.content.due_at) == (filed.code, None)
    received = office.act(A.ACCEPT, office.read(filed), DESK, receipt_number=None)
    assert received.code == filed.code
    assert received.passings[0].confirmed_at is not None


def test_the_desk_hands_out_the_result_and_takes_part_no_longer(office: LocalOffice) -> None:
    filed = brought(office)
    done = through_processing(office, office.read(filed))
    result = {"outcome": "approved", "file_id": office.store_file(OFFICER), "number": "7"}
    done = office.act(A.ISSUE_RESULT, done, OFFICER, **result)
    seen = office.read(filed, THIRD_CLERK)
    assert seen.allowed_actions == (A.RETURN_RESULT,)
    office.act(A.RETURN_RESULT, seen, THIRD_CLERK, recipient="An", method="counter")
    refused(ErrorCode.NOT_FOUND, lambda: office.read(filed, THIRD_CLERK))
    assert office.read(filed).status is DossierStatus.RETURNED


def test_a_refusal_ends_what_the_desk_sees(office: LocalOffice) -> None:
    filed = brought(office)
    office.act(A.REFUSE_RECEPTION, office.read(filed), DESK, reason="Không đủ điều kiện.")
    refused(ErrorCode.NOT_FOUND, lambda: office.read(filed, THIRD_CLERK))
