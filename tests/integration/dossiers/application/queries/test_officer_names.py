"""Names beside the accounts of officers: in the office, and nowhere else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.support.dossiers.office import WORK, LocalOffice, received

from chassis.core.clock import utcnow
from contracts import accounts
from contracts.base import Actor
from contracts.dossiers import Dossier, DossierAction
from contracts.errors import ErrorCode, ServiceError

A = DossierAction
NAME = "Hoàng Thị Tên Riêng"


def named(office: LocalOffice) -> Actor:
    """An officer whom nobody has been told of yet."""
    officer = office.hire(*WORK)
    contact = office.neighbours.contacts[officer.account_id]
    office.neighbours.contacts[officer.account_id] = contact.model_copy(update={"full_name": NAME})
    return officer


def worked_on(office: LocalOffice, officer: Actor) -> Dossier:
    dossier = office.act(A.START_PROCESSING, received(office), officer)
    return office.act(A.COMPLETE_STEP, dossier, officer, step_code="tham_tra")


def questions(office: LocalOffice) -> int:
    return office.neighbours.calls.count(accounts.get_contacts.routing_key)


def test_a_dossier_names_the_officers_whose_accounts_it_shows(office: LocalOffice) -> None:
    officer = named(office)
    dossier = worked_on(office, officer)
    before = questions(office)
    read = office.read(dossier, officer)
    assert officer.account_id in {step.completed_by for step in read.steps}
    assert read.officer_names[officer.account_id] == NAME
    assert office.read(dossier, officer) == read
    assert questions(office) == before + 1, "the second read asks nobody"
    assert office.read(dossier, office.citizen).officer_names == {}


def test_the_history_names_who_acted_to_the_office_alone(office: LocalOffice) -> None:
    officer = named(office)
    dossier = worked_on(office, officer)
    history = office.call("get_history", officer, dossier_id=dossier.dossier_id, limit=100).items
    by_event = {entry.event: entry.officer_name for entry in history}
    assert by_event["dossiers.step_completed"] == NAME
    assert by_event["dossiers.submitted"] is None, "the applicant is no officer"
    seen = office.call("get_history", office.citizen, dossier_id=dossier.dossier_id, limit=100).items
    assert {entry.officer_name for entry in seen} == {None}


def test_delegations_name_both(office: LocalOffice) -> None:
    away, deputy = named(office), named(office)
    span: dict[str, Any] = {"from_at": utcnow(), "to_at": utcnow() + timedelta(hours=1)}
    office.call("delegate", away, to_officer_id=deputy.account_id, **span)
    newest = office.call("list_delegations", away).items[0]
    assert (newest.officer_name, newest.to_officer_name) == (NAME, NAME)


def test_a_dossier_is_read_while_nobody_knows_the_names(office: LocalOffice) -> None:
    officer = named(office)
    dossier = worked_on(office, officer)
    office.neighbours.failures[accounts.get_contacts.routing_key] = ServiceError(ErrorCode.UNAVAILABLE)
    try:
        read = office.read(dossier, officer)
    finally:
        office.neighbours.failures.clear()
    assert read.dossier_id == dossier.dossier_id
    assert officer.account_id not in read.officer_names
