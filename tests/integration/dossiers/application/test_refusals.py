"""What is refused, to whom, and that nothing of it is stored."""

from functools import partial
from typing import Any

import pytest
from tests.support.dossiers.office import OFFICER, LocalOffice
from tests.support.dossiers.refusals import refused
from tests.support.dossiers.samples import officer

from chassis.core.ids import new_id
from contracts.base import ANONYMOUS, Actor, ActorKind, OfficerRole
from contracts.dossiers import DossierAction
from contracts.errors import ErrorCode

ELSEWHERE = officer(OfficerRole.RECEPTION, OfficerRole.PROCESSING, OfficerRole.LEADER, agency="G01")
SOMEONE_ELSE = Actor(kind=ActorKind.CITIZEN, account_id="stranger")
ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin")


def stored(office: LocalOffice) -> tuple[int, ...]:
    return tuple(office.database[name].count_documents({}) for name in ("dossiers", "events", "commands"))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"form_data": {}}, ErrorCode.INVALID_FORM_DATA),
        ({"form_data": {"ho_ten": "A", "x": "\x00"}}, ErrorCode.INVALID_FORM_DATA),
        ({"papers": []}, ErrorCode.PAPER_MISSING),
        ({"papers": [{"component_code": "cho_o", "file_id": "unknown"}]}, ErrorCode.FILE_NOT_USABLE),
        ({"papers": [{"component_code": "unknown", "file_id": "unknown"}]}, ErrorCode.INVALID_REQUEST),
        ({"case_code": "unknown"}, ErrorCode.INVALID_REQUEST),
        ({"procedure_code": "1.999999"}, ErrorCode.NOT_FOUND),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_wrong_submission_leaves_nothing(
    office: LocalOffice, wrong: dict[str, Any], code: ErrorCode
) -> None:
    before = stored(office)
    refused(code, lambda: office.call("submit", office.citizen, **{**office.submission(), **wrong}))
    assert stored(office) == before


def test_somebody_elses_file_is_refused(office: LocalOffice) -> None:
    paper = {"component_code": "cho_o", "file_id": office.store_file(SOMEONE_ELSE)}
    submission = {**office.submission(), "papers": [paper]}
    refused(ErrorCode.FILE_NOT_USABLE, lambda: office.call("submit", office.citizen, **submission))


@pytest.mark.parametrize("actor", [OFFICER, ADMINISTRATOR, ANONYMOUS], ids=lambda actor: actor.kind)
def test_only_citizens_submit(office: LocalOffice, actor: Actor) -> None:
    refused(ErrorCode.FORBIDDEN, lambda: office.call("submit", actor, **office.submission()))


@pytest.mark.parametrize("actor", [SOMEONE_ELSE, ELSEWHERE, ANONYMOUS], ids=lambda actor: actor.account_id)
def test_what_one_may_not_see_is_not_there_on_any_path(office: LocalOffice, actor: Actor) -> None:
    dossier = office.submit()
    seen = {item.dossier_id for item in office.call("list_dossiers", actor, limit=100).items}
    assert dossier.dossier_id not in seen
    for read in ("get_dossier", "get_history"):
        refused(ErrorCode.NOT_FOUND, partial(office.call, read, actor, dossier_id=dossier.dossier_id))
    for action in (DossierAction.ACCEPT, DossierAction.START_PROCESSING):
        refused(ErrorCode.NOT_FOUND, partial(office.act, action, dossier, actor))


def test_an_administrator_reads_and_does_not_act(office: LocalOffice) -> None:
    dossier = office.submit()
    assert office.read(dossier, ADMINISTRATOR).dossier_id == dossier.dossier_id
    refused(ErrorCode.FORBIDDEN, lambda: office.act(DossierAction.ACCEPT, dossier, ADMINISTRATOR))


def test_the_applicant_does_not_accept_his_own_dossier(office: LocalOffice) -> None:
    dossier = office.submit()
    refused(ErrorCode.FORBIDDEN, lambda: office.act(DossierAction.ACCEPT, dossier, office.citizen))


def test_an_officer_does_not_withdraw(office: LocalOffice) -> None:
    dossier = office.submit()
    refused(ErrorCode.FORBIDDEN, lambda: office.act(DossierAction.WITHDRAW, dossier, reason="x"))


def test_a_stale_version_is_refused(office: LocalOffice) -> None:
    dossier = office.submit()
    office.act(DossierAction.ACCEPT, dossier)
    error = refused(ErrorCode.VERSION_STALE, lambda: office.act(DossierAction.ACCEPT, dossier))
    assert error.params == {"current": 2}


def test_an_illegal_move_changes_nothing(office: LocalOffice) -> None:
    dossier = office.submit()
    error = refused(ErrorCode.ILLEGAL_TRANSITION, lambda: office.act(DossierAction.START_PROCESSING, dossier))
    assert error.params == {"current": "submitted", "action": "start_processing"}
    assert office.read(dossier).version == 1


def test_a_refused_acceptance_gives_its_number_back(office: LocalOffice) -> None:
    first = office.act(DossierAction.ACCEPT, office.submit())
    dossier = office.submit()
    refused(ErrorCode.INVALID_REQUEST, lambda: office.act(DossierAction.ACCEPT, dossier, fee_amount=1))
    second = office.act(DossierAction.ACCEPT, dossier)
    assert number(second.code) == number(first.code) + 1


def test_a_dossier_that_does_not_exist_is_not_found(office: LocalOffice) -> None:
    refused(ErrorCode.NOT_FOUND, lambda: office.call("get_dossier", OFFICER, dossier_id=new_id()))


def number(code: str | None) -> int:
    assert code is not None
    return int(code.rsplit("-", 1)[1])
