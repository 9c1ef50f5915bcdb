"""The control sheet: a row for each change of hands, for the office alone."""

from tests.support.dossiers.office import WORK, LocalOffice, received
from tests.support.dossiers.refusals import refused

from contracts.base import Actor
from contracts.dossiers import DossierAction
from contracts.errors import ErrorCode


def test_the_control_sheet_has_a_row_for_each_passing_on(
    office: LocalOffice, me: Actor, other: Actor
) -> None:
    dossier = office.act(DossierAction.ACCEPT, office.submit(), me)
    dossier = office.act(DossierAction.CLAIM, dossier, me)
    dossier = office.act(DossierAction.START_PROCESSING, dossier, me)
    dossier = office.act(DossierAction.HAND_OVER, dossier, me, officer_id=other.account_id, note="x")
    office.act(DossierAction.COMPLETE_STEP, dossier, other, step_code=dossier.step_codes[0])
    sheet = office.call("get_control_sheet", me, dossier_id=dossier.dossier_id)
    rows = [(row.what, row.from_officer_id, row.to_officer_id) for row in sheet.rows]
    assert rows == [
        ("accept", me.account_id, None),
        ("claim", None, me.account_id),
        ("hand_over", me.account_id, other.account_id),
        ("complete_step", other.account_id, None),
    ]
    assert sheet.rows[-1].step_code == dossier.step_codes[0]


def test_the_control_sheet_is_a_paper_of_the_office(office: LocalOffice) -> None:
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
