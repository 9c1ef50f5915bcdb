"""The papers of the office: made once, by who may, with what the office did."""

from datetime import timedelta

from tests.support.dossiers.office import FREE, LocalOffice, laws
from tests.support.dossiers.refusals import refused
from tests.support.dossiers.samples import regime

from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from contracts.base import OfficerRole
from contracts.dossiers import DossierAction
from contracts.errors import ErrorCode
from contracts.records import IssueDocument
from contracts.time import VIETNAM

WORK = (OfficerRole.PROCESSING, OfficerRole.RECEPTION)


def made_by_hand(office: LocalOffice) -> list[IssueDocument]:
    """Not the receipts, which come by themselves."""
    return [request for request in office.neighbours.issued if request.kind in ("CONTROL_SHEET", "REGISTER")]


def test_the_control_sheet_is_made_once_and_names_the_people(office: LocalOffice) -> None:
    me = office.hire(*WORK, unit="HT")
    dossier = office.act(DossierAction.CLAIM, office.act(DossierAction.ACCEPT, office.submit(), me), me)
    fields = {"dossier_id": dossier.dossier_id, "command_id": new_id()}
    made = office.call("issue_control_sheet", me, **fields)
    count = len(made_by_hand(office))
    assert office.call("issue_control_sheet", me, **fields) == made
    assert len(made_by_hand(office)) == count
    request = made_by_hand(office)[-1]
    assert (request.kind, request.form_number, request.dossier_id) == (
        "CONTROL_SHEET",
        "05",
        dossier.dossier_id,
    )
    assert [row.to_whom for row in request.content.hand_overs] == [
        "Hàng chờ, Công an xã",
        "Trần Thị Bình (HT)",
    ]
    assert made.document.about_version == dossier.version


def test_a_control_sheet_is_not_made_for_the_applicant(office: LocalOffice) -> None:
    dossier = office.submit()
    refused(
        ErrorCode.FORBIDDEN,
        lambda: office.call("issue_control_sheet", office.citizen, dossier_id=dossier.dossier_id),
    )


def test_a_paper_that_the_regime_does_not_know_is_not_made(office: LocalOffice) -> None:
    office.neighbours.laws = {FREE: laws()[FREE].replace({"regime": regime(forms={})})}
    dossier = office.submit()
    error = refused(
        ErrorCode.GUARD_FAILED,
        lambda: office.call("issue_control_sheet", office.hire(*WORK), dossier_id=dossier.dossier_id),
    )
    assert error.params["guard"] == "no_such_form"


def test_the_register_lists_the_days(office: LocalOffice) -> None:
    me = office.hire(*WORK)
    dossier = office.act(DossierAction.ACCEPT, office.submit(), me)
    today = utcnow().astimezone(VIETNAM).date()
    office.call("issue_register", me, from_day=today, to_day=today)
    request = made_by_hand(office)[-1]
    assert (request.kind, request.form_number, request.dossier_id) == ("REGISTER", "06", None)
    assert request.content.register_rows[-1].code == dossier.code
    assert [row.number for row in request.content.register_rows] == list(
        range(1, len(request.content.register_rows) + 1)
    )


def test_a_register_of_days_without_dossiers_is_not_made(office: LocalOffice) -> None:
    day = utcnow().date() + timedelta(days=5)
    me = office.hire(*WORK)
    refused(ErrorCode.NOT_FOUND, lambda: office.call("issue_register", me, from_day=day, to_day=day))
