"""A restriction of processing: what no law asks for stops, the work on the dossier goes on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.support.dossiers.office import OFFICER, LocalOffice, new_citizen, request_of

from chassis.core.context import Context
from contracts import dossiers as contract
from contracts.base import Actor, ActorKind
from contracts.dossiers import Dossier, DossierAction
from contracts.errors import ErrorCode, ServiceError
from contracts.personal_data import RestrictPerson
from dossiers.application.queries.dossier import get_dossier
from dossiers.application.restriction import restrict_person

ACCOUNTS = Context.new(Actor(kind=ActorKind.SERVICE, name="accounts"))
ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin")


def restrict(office: LocalOffice, *, restricted: bool) -> None:
    request = RestrictPerson(account_id=office.citizen.account_id, restricted=restricted)
    restrict_person(office.deps.store, request, ACCOUNTS)


def read(office: LocalOffice, dossier: Dossier, ground: str) -> Dossier:
    context = replace(Context.new(ADMINISTRATOR), reading_ground=ground)
    return get_dossier(
        office.deps, request_of(contract.get_dossier, {"dossier_id": dossier.dossier_id}), context
    )


def test_support_reads_no_restricted_dossier_until_the_restriction_ends(office: LocalOffice) -> None:
    dossier = office.submit()
    assert read(office, dossier, "support").dossier_id == dossier.dossier_id
    for _ in range(2):
        restrict(office, restricted=True)
    with pytest.raises(ServiceError) as error:
        read(office, dossier, "support")
    assert error.value.code is ErrorCode.PROCESSING_RESTRICTED
    for _ in range(2):
        restrict(office, restricted=False)
    assert read(office, dossier, "support").dossier_id == dossier.dossier_id


def test_grounds_of_the_law_and_the_work_go_on(office: LocalOffice) -> None:
    dossier = office.submit()
    restrict(office, restricted=True)
    for ground in ("inspection", "complaint; 12", "proceedings", "data_subject"):
        assert read(office, dossier, ground).dossier_id == dossier.dossier_id
    office.act(DossierAction.ACCEPT, dossier)
    assert office.read(dossier, OFFICER).code
    other = LocalOffice.on(office.deps.store)
    assert read(office, other.submit(), "support")


def test_nobody_but_accounts_restricts(office: LocalOffice) -> None:
    request = RestrictPerson(account_id="a", restricted=True)
    with pytest.raises(ServiceError):
        restrict_person(office.deps.store, request, Context.new(new_citizen()))
