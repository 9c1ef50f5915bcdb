"""Many at once: one wins, nothing is doubled, no number is given twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.integration.dossiers.conftest import OFFICER, Office
from tests.support.dossiers_refusals import refused

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.ids import new_id
from chassis.storage import event_log
from contracts.base import OfficerRole
from contracts.dossiers import Dossier, DossierAction, DossierStatus
from contracts.errors import ErrorCode, ServiceError

AT_ONCE = 8
Outcome = Dossier | ErrorCode


def at_once(office: Office, calls: list[Callable[[Office], Dossier]]) -> list[Outcome]:
    """Each call from its own connection, all together; what each answered."""

    def run(call: Callable[[Office], Dossier]) -> Outcome:
        with BlockingRpcClient(office.amqp_uri, "tests") as caller:
            own = Office(
                office.amqp_uri, office.process, caller, office.neighbours, office.database, office.citizen
            )
            try:
                return call(own)
            except ServiceError as error:
                return error.code

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def dossiers_of(outcomes: list[Outcome]) -> list[Dossier]:
    return [outcome for outcome in outcomes if isinstance(outcome, Dossier)]


def test_of_many_acts_on_one_version_exactly_one_wins(office: Office) -> None:
    dossier = office.submit()
    acts: list[Callable[[Office], Dossier]] = [
        lambda own: own.act(DossierAction.ACCEPT, dossier),
        lambda own: own.act(DossierAction.REFUSE_RECEPTION, dossier, reason="x"),
        lambda own: own.act(DossierAction.WITHDRAW, dossier, office.citizen, reason="x"),
        lambda own: own.act(DossierAction.REQUEST_SUPPLEMENT, dossier, reason="x", items=["y"]),
    ] * 2
    outcomes = at_once(office, acts)
    (winner,) = dossiers_of(outcomes)
    assert outcomes.count(ErrorCode.VERSION_STALE) == len(acts) - 1, outcomes
    assert office.read(dossier).status is winner.status
    event_log.verify(office.database, dossier.dossier_id, winner.version)


def test_of_many_who_claim_at_once_one_gets_it(office: Office) -> None:
    dossier = office.act(DossierAction.ACCEPT, office.submit())
    officers = [office.hire(OfficerRole.PROCESSING) for _ in range(4)]
    claims: list[Callable[[Office], Dossier]] = [
        lambda own, officer=officer: own.act(DossierAction.CLAIM, dossier, officer)  # type: ignore[misc]
        for officer in officers
    ]
    outcomes = at_once(office, claims)
    (winner,) = dossiers_of(outcomes)
    assert outcomes.count(ErrorCode.VERSION_STALE) == len(claims) - 1, outcomes
    assert office.read(dossier).officer_id == winner.officer_id


def test_one_command_sent_many_times_at_once_files_one_dossier(office: Office) -> None:
    submission = office.submission()
    outcomes = at_once(office, [lambda own: own.call("submit", office.citizen, **submission)] * AT_ONCE)
    assert len({dossier.dossier_id for dossier in dossiers_of(outcomes)}) == 1, outcomes
    assert len(dossiers_of(outcomes)) == AT_ONCE
    assert office.database.dossiers.count_documents(mine(office)) == 1


def test_a_repeated_command_is_answered_as_the_first_time(office: Office) -> None:
    submission = office.submission()
    first = office.call("submit", office.citizen, **submission)
    withdrawn = office.act(DossierAction.WITHDRAW, first, office.citizen, reason="x")
    assert withdrawn.status is DossierStatus.WITHDRAWN
    assert office.call("submit", office.citizen, **submission) == first


def test_one_command_id_with_other_content_is_refused(office: Office) -> None:
    submission = office.submission()
    office.call("submit", office.citizen, **submission)
    other = {**submission, "form_data": {"ho_ten": "B"}}
    refused(ErrorCode.IDEMPOTENCY_MISMATCH, lambda: office.call("submit", office.citizen, **other))


def test_one_command_id_of_two_people_is_two_commands(office: Office) -> None:
    command_id = new_id()
    other = Office(office.amqp_uri, office.process, office.caller, office.neighbours, office.database)
    filed = [
        someone.call("submit", someone.citizen, **{**someone.submission(), "command_id": command_id})
        for someone in (office, other)
    ]
    assert filed[0].dossier_id != filed[1].dossier_id


def test_codes_given_at_once_are_all_different_and_without_gap(office: Office) -> None:
    before = last_number(office)
    filed = [office.submit() for _ in range(AT_ONCE)]
    outcomes = at_once(office, [accepting(dossier) for dossier in filed])
    numbers = sorted(int(str(dossier.code).rsplit("-", 1)[1]) for dossier in dossiers_of(outcomes))
    assert numbers == list(range(before + 1, before + AT_ONCE + 1)), outcomes


def accepting(dossier: Dossier) -> Callable[[Office], Dossier]:
    return lambda own: own.act(DossierAction.ACCEPT, dossier, OFFICER)


def last_number(office: Office) -> int:
    counters = office.database.codes.find().sort("_id", -1).limit(1)
    return next((int(counter["last"]) for counter in counters), 0)


def mine(office: Office) -> dict[str, Any]:
    return {"follower_ids": office.citizen.account_id}
