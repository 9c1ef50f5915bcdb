"""A field that the dossier and a contract both have is shown by that contract with the dossier's value.

The dossier is complete: every field that the model has, a new one included, has a value.
"""

from collections.abc import Callable

import pytest
from tests.contract.filled import Filled
from tests.support.dossiers.samples import AGENCY, at
from tests.support.stores import OpenStore

from chassis.core.context import Context
from chassis.storage.store import Store
from contracts import dossiers as contract
from contracts.base import Actor, ActorKind, Model
from contracts.dossiers import Dossier, DossierEvent, DossierSummary, ListDossiers, RegisterRow
from dossiers.application.views import dossier_view
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.state_machine import Transition
from dossiers.domain.rights.rights import Rights
from dossiers.repository import create_indexes
from dossiers.repository.dossiers import DossierRepository, dossier_summary
from dossiers.repository.lists import DossierListRepository, ListScope
from dossiers.repository.register import RegisterPeriod, RegisterRepository

NOW = at("2026-11-27 16:00")
COMPLETE = DossierState.model_validate(
    Filled(DossierState.model_json_schema()).value | {"agency_code": AGENCY, "immediate": False}
)


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    store = open_store("dossiers", create_indexes)
    store.transaction(Context.new(), lambda uow: uow.repository(DossierRepository).add(COMPLETE))
    return store


SERVICE = Actor(kind=ActorKind.SERVICE, name="sync")
"""Who is shown everything."""


def view(_: Store) -> Dossier:
    return dossier_view(Rights(SERVICE, COMPLETE), NOW)


def line(store: Store) -> DossierSummary:
    scope = ListScope({}, AGENCY, frozenset())
    (document,) = store.repository(DossierListRepository).find_page(ListDossiers(), scope, None, NOW)
    return dossier_summary(document, NOW)


def row(store: Store) -> RegisterRow:
    period = RegisterPeriod(AGENCY, NOW.date(), NOW.date())
    (found,) = store.repository(RegisterRepository).rows(period, None, 10, NOW)
    return found


def payload(_: Store) -> Model:
    (event,) = Transition(COMPLETE).record(contract.ACCEPTED).events
    return event.payload


def test_the_dossier_is_complete() -> None:
    empty = {name for name in DossierState.model_fields if getattr(COMPLETE, name) in (None, "", (), {})}
    assert not empty


@pytest.mark.parametrize(
    ("shown_as", "show"),
    [
        pytest.param(Dossier, view, id="view"),
        pytest.param(DossierSummary, line, id="line of a list"),
        pytest.param(RegisterRow, row, id="row of the register"),
        pytest.param(DossierEvent, payload, id="payload of an event"),
    ],
)
def test_a_field_that_the_dossier_and_a_contract_have_is_shown(
    store: Store, shown_as: type[Model], show: Callable[[Store], Model]
) -> None:
    shown = show(store)
    shared = shown_as.model_fields.keys() & DossierState.model_fields.keys()
    forgotten = {name for name in shared if getattr(shown, name) != getattr(COMPLETE, name)}
    assert not forgotten, f"{shown_as.__name__} has these fields without the dossier's value"
