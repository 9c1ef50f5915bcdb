"""Commands that come again, or at the same time: one effect, one answer."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from tests.support.dossiers.office import LocalOffice, new_citizen, received
from tests.support.dossiers.refusals import refused

from chassis.core.ids import new_id
from contracts.base import Actor, OfficerRole
from contracts.dossiers import Dossier, DossierAction, DossierStatus
from contracts.errors import ErrorCode, ServiceError


def test_of_many_who_claim_at_once_one_gets_it(office: LocalOffice) -> None:
    dossier = received(office)
    officers = [office.hire(OfficerRole.PROCESSING) for _ in range(4)]

    def claim(officer: Actor) -> Dossier | ErrorCode:
        try:
            return office.act(DossierAction.CLAIM, dossier, officer)
        except ServiceError as error:
            return error.code

    with ThreadPoolExecutor(len(officers)) as pool:
        outcomes = list(pool.map(claim, officers))
    (winner,) = [outcome for outcome in outcomes if isinstance(outcome, Dossier)]
    assert outcomes.count(ErrorCode.VERSION_STALE) == len(officers) - 1, outcomes
    assert office.read(dossier).officer_id == winner.officer_id


def test_a_repeated_command_is_answered_as_the_first_time(office: LocalOffice) -> None:
    submission = office.submission()
    first = office.call("submit", office.citizen, **submission)
    withdrawn = office.act(DossierAction.WITHDRAW, first, office.citizen, reason="x")
    assert withdrawn.status is DossierStatus.WITHDRAWN
    assert office.call("submit", office.citizen, **submission) == first


def test_one_command_id_with_other_content_is_refused(office: LocalOffice) -> None:
    submission = office.submission()
    office.call("submit", office.citizen, **submission)
    other = {**submission, "form_data": {"ho_ten": "B"}}
    refused(ErrorCode.IDEMPOTENCY_MISMATCH, lambda: office.call("submit", office.citizen, **other))


def test_one_command_id_of_two_people_is_two_commands(office: LocalOffice) -> None:
    command_id = new_id()
    other = replace(office, citizen=new_citizen())
    filed = [
        someone.call("submit", someone.citizen, **{**someone.submission(), "command_id": command_id})
        for someone in (office, other)
    ]
    assert filed[0].dossier_id != filed[1].dossier_id
