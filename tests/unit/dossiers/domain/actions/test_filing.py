"""Filing at the desk, by post and for others; service at once; what an account-less owner pays."""

from typing import Any

import pytest
from tests.support.dossiers.samples import (
    ACT,
    AGENCY,
    CITIZEN,
    CITIZEN_ID,
    NUMBER,
    WITHDRAWAL,
    acceptance,
    accepted,
    action_context,
    at,
    fee,
    file,
    files,
    filing,
    law,
    officer,
    submitted,
)

from contracts.base import OfficerRole
from contracts.catalog import FeeReductionGround, SubmissionChannel
from contracts.dossiers import (
    ApplicantKind,
    DossierAction,
    DossierStatus,
    FileAtDesk,
    OnBehalf,
    PaperRef,
    Principal,
    Relation,
    ServeAtOnce,
    WithdrawnEvent,
)
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.actions.immediate_result import serve_at_once
from dossiers.domain.actions.reception import accept
from dossiers.domain.actions.result import withdraw
from dossiers.domain.actions.submission import Filing, applicant_from, filer_at_desk, filer_for, submit
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.refusals import Guard
from dossiers.domain.rights.officers import is_receptionist
from dossiers.domain.rights.rights import Rights

DESK = officer(OfficerRole.RECEPTION)
OWNER = Principal(full_name="Nguyễn Thị Ngọc")
CHARGED = law(fees=(fee(),))


def brought(owner_account: str | None = None, law_: Any = None, **changes: Any) -> DossierState:
    request = FileAtDesk(
        command_id="c1",
        procedure_code="1.004222",
        applicant=OWNER,
        form_data={"ho_ten": "Nguyễn Thị Ngọc"},
        papers=(PaperRef(component_code="cho_o", quantity=2),),
    ).model_copy(update=changes)
    filed = Filing(
        dossier_id="d1",
        submission_number=NUMBER,
        request=request,
        applicant=applicant_from(OWNER, owner_account),
        agency_code=AGENCY,
        files=files(file("scan", owner_id="officer-1")),
        filer=filer_at_desk(request.brought_by),
    )
    return submit(filed, action_context("2026-04-20 08:00", law_, DESK)).dossier


def refused(act: Any) -> ServiceError:
    with pytest.raises(ServiceError) as refusal:
        act()
    return refusal.value


def test_a_paper_may_lie_at_the_desk_without_a_file() -> None:
    (paper,) = brought().papers
    assert (paper.name, paper.quantity, paper.file_id, paper.digitised) == (
        "Giấy tờ về chỗ ở",
        2,
        None,
        False,
    )


def test_a_paper_scanned_at_the_desk_is_digitised() -> None:
    (paper,) = brought(papers=(PaperRef(component_code="cho_o", file_id="scan"),)).papers
    assert (paper.file_id, paper.digitised) == ("scan", True)


def test_nothing_comes_to_the_desk_online() -> None:
    error = refused(lambda: brought(channel=SubmissionChannel.ONLINE))
    assert [wrong.pointer for wrong in error.errors] == ["/channel"]


def test_a_dossier_without_any_account_follows_nobody() -> None:
    assert brought().follower_ids == ()


def test_an_owner_with_an_account_follows_what_was_filed_for_him() -> None:
    assert brought(CITIZEN_ID).follower_ids == (CITIZEN_ID,)


def test_who_brought_it_is_kept_by_name() -> None:
    courier = OnBehalf(principal=Principal(full_name="Bưu tá"), relation=Relation.POSTAL_SERVICE)
    filer = brought(channel=SubmissionChannel.POSTAL, brought_by=courier).filer
    assert filer is not None
    assert (filer.full_name, filer.relation, filer.account_id) == ("Bưu tá", Relation.POSTAL_SERVICE, None)


@pytest.mark.parametrize(
    ("roles", "receives_"),
    [((OfficerRole.RECEPTION,), True), ((OfficerRole.PROCESSING, OfficerRole.LEADER), False)],
)
def test_officers_of_reception_take_in(roles: tuple[OfficerRole, ...], receives_: bool) -> None:
    assert is_receptionist(officer(*roles)) is receives_


def test_citizens_take_nothing_in() -> None:
    assert not is_receptionist(CITIZEN)


@pytest.mark.parametrize("action", [DossierAction.SUPPLEMENT, DossierAction.WITHDRAW])
def test_what_came_on_paper_may_be_supplemented_and_withdrawn_at_the_desk(action: DossierAction) -> None:
    assert Rights(DESK, brought()).permits(action)
    assert not Rights(officer(OfficerRole.PROCESSING), brought()).permits(action)
    assert not Rights(DESK, submitted()).permits(action), "what came online is its owner's to change"


@pytest.mark.parametrize(
    ("relation", "kind", "needed"),
    [
        (Relation.AUTHORISED, ApplicantKind.PERSON, True),
        (Relation.LEGAL_REPRESENTATIVE, ApplicantKind.BUSINESS, True),
        (Relation.LEGAL_REPRESENTATIVE, ApplicantKind.ORGANISATION, True),
        (Relation.PARENT_OR_GUARDIAN, ApplicantKind.PERSON, False),
    ],
)
def test_who_must_show_his_authority(relation: Relation, kind: ApplicantKind, needed: bool) -> None:
    principal = Principal(full_name="Công ty", kind=kind)
    without = OnBehalf(principal=principal, relation=relation)
    if needed:
        error = refused(lambda: filer_for(without, CITIZEN_ID, "An"))
        assert [wrong.pointer for wrong in error.errors] == ["/on_behalf/authority_file_id"]
    else:
        assert filer_for(without, CITIZEN_ID, "An").relation is relation
    shown = without.model_copy(update={"authority_file_id": "f9"})
    assert filer_for(shown, CITIZEN_ID, "An").authority_file_id == "f9"


def represented(authority: str) -> Filing:
    base = filing()
    acting = OnBehalf(principal=OWNER, relation=Relation.AUTHORISED, authority_file_id=authority)
    return Filing(
        dossier_id=base.dossier_id,
        submission_number=base.submission_number,
        request=base.request,
        applicant=applicant_from(OWNER),
        agency_code=AGENCY,
        files=files(file("f1"), file("proof")),
        filer=filer_for(acting, CITIZEN_ID, "Nguyễn Văn A"),
    )


def test_the_authority_becomes_a_file_of_the_dossier() -> None:
    (event,) = submit(represented("proof"), action_context("2026-04-20 08:00")).events
    assert event.payload.model_dump()["file_ids"] == ("f1", "proof")


def test_an_authority_that_is_not_there_is_refused() -> None:
    error = refused(lambda: submit(represented("nothing"), action_context("2026-04-20 08:00")))
    assert error.code is ErrorCode.FILE_NOT_USABLE


def test_who_files_for_another_follows_the_dossier() -> None:
    assert submit(represented("proof"), action_context("2026-04-20 08:00")).dossier.follower_ids == (
        CITIZEN_ID,
    )


def test_without_an_account_the_fee_is_paid_at_the_counter() -> None:
    here = action_context("2026-04-20 09:00", CHARGED, DESK)
    error = refused(lambda: accept(brought(law_=CHARGED), acceptance(), here, code="C-1"))
    assert [wrong.pointer for wrong in error.errors] == ["/receipt_number"]


def test_a_fee_taken_at_the_counter_opens_no_bill_and_stops_no_clock() -> None:
    here = action_context("2026-04-20 09:00", CHARGED, DESK)
    change = accept(brought(law_=CHARGED), acceptance(receipt_number="BL-1"), here, code="C-1")
    assert [event.type.name for event in change.events] == ["dossiers.accepted", "dossiers.fee_paid"]
    assert (change.dossier.status, change.dossier.has_unpaid_fee) == (DossierStatus.ACCEPTED, False)
    assert change.dossier.clock_stopped_since is None
    assert change.dossier.fee is not None
    assert (change.dossier.fee.receipt_number, change.dossier.fee.amount) == ("BL-1", 20_000)


def test_a_receipt_for_nothing_is_refused() -> None:
    error = refused(lambda: accepted(receipt_number="BL-1"))
    assert [(wrong.pointer, wrong.code) for wrong in error.errors] == [("/receipt_number", "not_expected")]


def test_only_a_claim_that_was_made_is_confirmed() -> None:
    claimed = submitted(claims=(FeeReductionGround.MERIT, FeeReductionGround.CHILD))
    request = acceptance(confirmed_claims=(FeeReductionGround.MERIT,))
    made = accept(claimed, request, action_context("2026-04-20 09:00"), code="C-1").dossier.claims
    assert [(claim.claim, claim.confirmed) for claim in made] == [
        (FeeReductionGround.MERIT, True),
        (FeeReductionGround.CHILD, False),
    ]
    error = refused(lambda: accepted(confirmed_claims=(FeeReductionGround.MERIT,)))
    assert [wrong.pointer for wrong in error.errors] == ["/confirmed_claims"]


SERVED = ServeAtOnce(**ACT, file_id="r1", recipient="Ngọc")
RESULT = files(file("r1", owner_id="officer-1"))


def test_what_is_served_at_once_is_received_done_and_returned() -> None:
    at_once = law(immediate=True)
    here = action_context("2026-04-20 09:00", at_once, DESK)
    change = serve_at_once(brought(law_=at_once), SERVED, here, code="C-1", files=RESULT)
    assert [event.type.name.removeprefix("dossiers.") for event in change.events] == [
        "accepted",
        "result_issued",
        "result_returned",
    ]
    assert (change.dossier.status, change.dossier.ended_at) == (
        DossierStatus.RETURNED,
        at("2026-04-20 09:00"),
    )


def test_only_immediate_procedures_are_served_at_once() -> None:
    error = refused(
        lambda: serve_at_once(brought(), SERVED, action_context("2026-04-20 09:00"), code="C-1", files=RESULT)
    )
    assert error.params["reason"] == Guard.NOT_IMMEDIATE


def test_what_is_served_at_once_is_paid_at_the_counter() -> None:
    both = law(immediate=True, fees=(fee(),))
    here = action_context("2026-04-20 09:00", both, DESK)
    filed = brought(CITIZEN_ID, both)
    error = refused(lambda: serve_at_once(filed, SERVED, here, code="C-1", files=RESULT))
    assert [wrong.pointer for wrong in error.errors] == ["/receipt_number"]
    paid = SERVED.model_copy(update={"receipt_number": "BL-2"})
    assert serve_at_once(filed, paid, here, code="C-1", files=RESULT).dossier.status is DossierStatus.RETURNED


def test_a_withdrawal_says_what_was_paid_at_the_counter() -> None:
    both = law(fees=(fee(),))
    here = action_context("2026-04-20 09:00", both, DESK)
    paid = accept(brought(law_=both), acceptance(receipt_number="BL-3"), here, code="C-1").dossier
    (event,) = withdraw(paid, WITHDRAWAL, here).events
    assert isinstance(event.payload, WithdrawnEvent)
    assert event.payload.paid_at_counter == 20_000
    (unpaid,) = withdraw(accepted(), WITHDRAWAL, here).events
    assert isinstance(unpaid.payload, WithdrawnEvent)
    assert unpaid.payload.paid_at_counter is None
