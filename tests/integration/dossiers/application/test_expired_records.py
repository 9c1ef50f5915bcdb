"""Dossiers whose period is over are anonymised by the key of their person; the log and its chain stay."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.support.dossiers.office import CHARGED, LocalOffice, new_citizen, whole_life

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage import event_log
from contracts.base import Actor, ActorKind
from contracts.dossiers import Dossier
from contracts.errors import ServiceError
from contracts.personal_data import ErasePerson, Erasure
from contracts.retention import ApplyRetention, RecordKind, RetentionPart
from dossiers.application import personal_data
from dossiers.application.expired_records import apply_retention
from dossiers.repository import DossierRepository

ACCOUNTS = Context.new(Actor(kind=ActorKind.SERVICE, name="accounts"))
ANSWER = "một điều chỉ người nộp biết"


@pytest.fixture
def office(office: LocalOffice) -> LocalOffice:
    """Alone in the database with its dossiers."""
    office.deps.store.database.dossiers.delete_many({})
    return office


def later() -> datetime:
    return utcnow() + timedelta(days=1)


def apply(office: LocalOffice, **fields: object) -> RetentionPart:
    stated = {"command_id": new_id(), "kind": RecordKind.DOSSIERS, "before": later(), **fields}
    request = ApplyRetention.model_validate(stated, extra="forbid")
    return apply_retention(office.deps.store, request, ACCOUNTS)


def filed(office: LocalOffice, **fields: Any) -> Dossier:
    submission = office.submission(CHARGED) | {"form_data": {"ho_ten": ANSWER}} | fields
    dossier: Dossier = office.call("submit", office.citizen, **submission)
    return dossier


def ended(office: LocalOffice, **fields: Any) -> Dossier:
    """Withdrawn by its owner."""
    dossier = filed(office, **fields)
    withdrawn: Dossier = office.call(
        "withdraw",
        office.citizen,
        dossier_id=dossier.dossier_id,
        expected_version=dossier.version,
        reason="Không cần nữa.",
    )
    return withdrawn


def form_data(office: LocalOffice, dossier: Dossier) -> dict[str, Any]:
    return office.deps.store.repository(DossierRepository).get(dossier.dossier_id).form_data


def number_keys(office: LocalOffice, dossier: Dossier) -> list[str]:
    """What it is found by that stands for a number of identity."""
    stored = office.deps.store.database.dossiers.find_one({"_id": dossier.dossier_id}) or {}
    return [key for key in stored["desk"]["keys"] if key.startswith("|i:")]


def test_an_ended_dossier_is_anonymised_and_its_chain_stays_valid(office: LocalOffice) -> None:
    office.neighbours.numbers[office.citizen.account_id] = "001099000017"
    dossier = ended(office)
    assert number_keys(office, dossier)
    assert apply(office, survey=True).due == 1
    assert form_data(office, dossier)["ho_ten"] == ANSWER
    assert apply(office, before=utcnow() - timedelta(days=1)).due == 0
    command_id = new_id()
    before = later()
    first = apply(office, command_id=command_id, before=before)
    assert (first.due, first.held, first.waiting) == (1, 0, 0)
    assert apply(office, command_id=command_id, before=before) == first
    assert form_data(office, dossier) == {}
    store = office.deps.store
    event_log.verify(store.database, dossier.dossier_id, dossier.version)
    stored = store.database.dossiers.find_one({"_id": dossier.dossier_id}) or {}
    assert stored["desk"]["keys"]
    assert not number_keys(office, dossier)
    assert ANSWER not in str(stored)
    assert [paper["name"] for paper in stored["papers"]] == [""]
    assert apply(office).due == 0


def test_one_key_goes_when_the_period_of_all_dossiers_of_the_person_is_over(office: LocalOffice) -> None:
    first, in_work = ended(office), filed(office)
    waits = apply(office)
    assert (waits.due, waits.waiting) == (0, 1)
    assert form_data(office, first)["ho_ten"] == ANSWER
    other = LocalOffice.on(office.deps.store)
    others = ended(other)
    found = apply(office)
    assert (found.due, found.waiting) == (1, 1)
    assert form_data(office, others) == {}
    assert form_data(office, in_work)["ho_ten"] == ANSWER


@pytest.mark.parametrize("name", ["owner", "id", "code"])
def test_a_held_dossier_stays_with_those_of_the_same_person(office: LocalOffice, name: str) -> None:
    held, same = ended(office), ended(office)
    office.deps.store.database.dossiers.update_one({"_id": held.dossier_id}, {"$set": {"code": "H1-1"}})
    fields: dict[str, Any] = {
        "owner": {"held_accounts": (office.citizen.account_id,)},
        "id": {"held_dossiers": (held.dossier_id,)},
        "code": {"held_dossiers": ("H1-1",)},
    }[name]
    found = apply(office, **fields)
    assert (found.due, found.held + found.waiting) == (0, 2)
    for dossier in (held, same):
        assert form_data(office, dossier)["ho_ten"] == ANSWER


def test_an_owner_without_an_account_waits_for_nobody(office: LocalOffice) -> None:
    on_behalf = {
        "principal": {"full_name": "Trần Thị Bình", "phone": "+84912345678"},
        "relation": "parent_or_guardian",
    }
    dossier, _ = ended(office, on_behalf=on_behalf), filed(office)
    assert apply(office).due == 1
    assert form_data(office, dossier) == {}
    repository = office.deps.store.repository(DossierRepository)
    assert repository.get(dossier.dossier_id).applicant.phone is None


def test_a_whole_life_is_over_and_one_not_returned_is_not(office: LocalOffice) -> None:
    whole_life(office)
    assert apply(office, survey=True).due == 1
    stored = {"$set": {"status": "processed"}}
    office.deps.store.database.dossiers.update_many({}, stored)
    assert apply(office, survey=True).due == 0


def test_nobody_but_accounts_destroys(office: LocalOffice) -> None:
    request = ApplyRetention(command_id="c", kind=RecordKind.DOSSIERS, before=utcnow())
    with pytest.raises(ServiceError):
        apply_retention(office.deps.store, request, Context.new(new_citizen()))


def erase(office: LocalOffice, before: datetime | None, *, survey: bool = False) -> Erasure:
    request = ErasePerson(account_id=office.citizen.account_id, survey=survey, ended_before=before)
    return personal_data.erase_person(office.deps.store, request, ACCOUNTS)


def test_an_erasure_destroys_the_key_once_no_law_retains_a_dossier(office: LocalOffice) -> None:
    dossier = ended(office)
    assert erase(office, None).erased == ()
    assert erase(office, utcnow() - timedelta(days=1)).erased == ()
    assert erase(office, later(), survey=True).erased[0].count == 1
    assert form_data(office, dossier)["ho_ten"] == ANSWER
    assert erase(office, later()).erased[0].count == 1
    assert form_data(office, dossier) == {}
    assert erase(office, later()).erased == ()
    event_log.verify(office.deps.store.database, dossier.dossier_id, dossier.version)


def test_an_erasure_leaves_the_key_while_one_dossier_is_retained(office: LocalOffice) -> None:
    dossier, _ = ended(office), filed(office)
    assert erase(office, later()).erased == ()
    assert form_data(office, dossier)["ho_ten"] == ANSWER
