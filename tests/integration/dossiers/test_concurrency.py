"""Many requests at once to the running service: one wins, nothing is doubled, no number is given twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from tests.integration.dossiers.conftest import ServedOffice
from tests.support.dossiers.office import OFFICER

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.storage import event_log
from contracts.dossiers import Dossier, DossierAction
from contracts.errors import ErrorCode, ServiceError

AT_ONCE = 8
Outcome = Dossier | ErrorCode
Call = Callable[[ServedOffice], Dossier]


def all_at_once(served: ServedOffice, calls: list[Call]) -> list[Outcome]:
    """Each call from its own connection, all together; what each answered."""

    def run(call: Call) -> Outcome:
        with BlockingRpcClient(served.amqp_uri, "tests") as caller:
            try:
                return call(replace(served, caller=caller))
            except ServiceError as error:
                return error.code

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def dossiers_of(outcomes: list[Outcome]) -> list[Dossier]:
    return [outcome for outcome in outcomes if isinstance(outcome, Dossier)]


def test_of_many_actions_on_one_version_exactly_one_wins(served: ServedOffice) -> None:
    dossier = served.submit()
    calls: list[Call] = [
        lambda own: own.act(DossierAction.ACCEPT, dossier),
        lambda own: own.act(DossierAction.REFUSE_RECEPTION, dossier, reason="x"),
        lambda own: own.act(DossierAction.WITHDRAW, dossier, served.citizen, reason="x"),
        lambda own: own.act(DossierAction.REQUEST_SUPPLEMENT, dossier, reason="x", items=["y"]),
    ] * 2
    outcomes = all_at_once(served, calls)
    (winner,) = dossiers_of(outcomes)
    assert outcomes.count(ErrorCode.VERSION_STALE) == len(calls) - 1, outcomes
    assert served.read(dossier).status is winner.status
    event_log.verify(served.database, dossier.dossier_id, winner.version)


def test_one_command_sent_many_times_at_once_files_one_dossier(served: ServedOffice) -> None:
    submission = served.submission()
    outcomes = all_at_once(served, [lambda own: own.call("submit", served.citizen, **submission)] * AT_ONCE)
    assert len({dossier.dossier_id for dossier in dossiers_of(outcomes)}) == 1, outcomes
    assert len(dossiers_of(outcomes)) == AT_ONCE
    own = {"follower_ids": served.citizen.account_id}
    assert served.database.dossiers.count_documents(own) == 1


def test_codes_given_at_once_are_all_different_and_without_gap(served: ServedOffice) -> None:
    before = last_number(served)
    filed = [served.submit() for _ in range(AT_ONCE)]
    outcomes = all_at_once(served, [accepting(dossier) for dossier in filed])
    numbers = sorted(int(str(dossier.code).rsplit("-", 1)[1]) for dossier in dossiers_of(outcomes))
    assert numbers == list(range(before + 1, before + AT_ONCE + 1)), outcomes


def accepting(dossier: Dossier) -> Call:
    return lambda own: own.act(DossierAction.ACCEPT, dossier, OFFICER)


def last_number(served: ServedOffice) -> int:
    counters = served.database.codes.find().sort("_id", -1).limit(1)
    return next((int(counter["last"]) for counter in counters), 0)
