"""The whole record of a dossier, for the service that tells the national portal of it."""

import pytest
from tests.integration.dossiers.conftest import OFFICER, Office
from tests.support.dossiers_refusals import refused

from chassis.core.context import Context
from contracts import dossiers
from contracts.base import Actor, ActorKind
from contracts.dossiers import DossierAction, GetRecord
from contracts.errors import ErrorCode

SYNC = Actor(kind=ActorKind.SERVICE, name="sync")


def test_a_service_gets_all_of_it_and_nobody_else_is_asked(office: Office) -> None:
    dossier = office.act(DossierAction.ACCEPT, office.submit(), OFFICER)
    before = len(office.neighbours.asked)
    record = office.caller.call(
        dossiers.get_record, GetRecord(dossier_id=dossier.dossier_id), Context.new(SYNC), 15
    )
    assert (record.dossier.code, record.dossier.version) == (dossier.code, dossier.version)
    assert [entry.version for entry in record.history] == list(range(1, dossier.version + 1))
    documents = {"records.issue_document"}  # the receipt is made meanwhile
    assert set(office.neighbours.asked[before:]) <= documents, "LAST_HOPS says that it asks nobody"


@pytest.mark.parametrize("actor", [OFFICER, Actor(kind=ActorKind.ADMINISTRATOR, account_id="a")])
def test_no_person_gets_it(office: Office, actor: Actor) -> None:
    dossier_id = office.submit().dossier_id
    refused(
        ErrorCode.FORBIDDEN,
        lambda: office.caller.call(
            dossiers.get_record, GetRecord(dossier_id=dossier_id), Context.new(actor), 15
        ),
    )
