"""The whole record of a dossier, for the service that tells the national portal of it."""

import pytest
from tests.support.dossiers.office import OFFICER, LocalOffice
from tests.support.dossiers.refusals import refused

from contracts.base import Actor, ActorKind
from contracts.dossiers import DossierAction
from contracts.errors import ErrorCode

SYNC = Actor(kind=ActorKind.SERVICE, name="sync")


def test_a_service_gets_all_of_it_and_nobody_else_is_asked(office: LocalOffice) -> None:
    dossier = office.act(DossierAction.ACCEPT, office.submit(), OFFICER)
    before = len(office.neighbours.calls)
    record = office.call("get_record", SYNC, dossier_id=dossier.dossier_id)
    assert (record.dossier.code, record.dossier.version) == (dossier.code, dossier.version)
    assert [entry.version for entry in record.history] == list(range(1, dossier.version + 1))
    assert office.neighbours.calls[before:] == [], "TERMINAL_METHODS says that it asks nobody"


@pytest.mark.parametrize("actor", [OFFICER, Actor(kind=ActorKind.ADMINISTRATOR, account_id="a")])
def test_no_person_gets_it(office: LocalOffice, actor: Actor) -> None:
    dossier_id = office.submit().dossier_id
    refused(ErrorCode.FORBIDDEN, lambda: office.call("get_record", actor, dossier_id=dossier_id))
