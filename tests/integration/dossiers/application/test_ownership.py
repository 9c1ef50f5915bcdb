"""In whose name others file is shown the dossier and told: at once where the number is proved, else when it is."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.dossiers.office import DESK, FREE, LocalOffice
from tests.support.query_plans import explain

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.event_log import verify
from contracts import accounts
from contracts.accounts import Contact, NumberProved, ProofMethod
from contracts.base import Actor, ActorKind
from contracts.dossiers import Dossier, DossierAction
from contracts.errors import ServiceError
from contracts.events import AnyEvent, Event
from dossiers.application.ownership import handle_number_proved

NAME = "Lê Thị Già"


def number() -> str:
    return "001" + "".join(digit for digit in new_id() if digit.isdigit())[-9:].zfill(9)


def holder(office: LocalOffice, proved: str, name: str = NAME) -> Actor:
    """Who has proved the number."""
    account_id = new_id()
    office.neighbours.contacts[account_id] = Contact(
        account_id=account_id, full_name=name, personal_number=proved, assurance=2
    )
    return Actor(kind=ActorKind.CITIZEN, account_id=account_id, assurance=2)


def principal(proved: str, name: str = NAME) -> dict[str, Any]:
    return {"full_name": name, "identity": {"type": "personal_number", "number": proved}}


def filed_for(office: LocalOffice, proved: str, name: str = NAME) -> Dossier:
    on_behalf = {"principal": principal(proved, name), "relation": "parent_or_guardian"}
    office.neighbours.numbers[office.citizen.account_id] = number()
    dossier: Dossier = office.call(
        "submit", office.citizen, **{**office.submission(), "on_behalf": on_behalf}
    )
    return dossier


def at_desk(office: LocalOffice, proved: str, name: str = NAME) -> Dossier:
    file_id = office.store_file(DESK)
    dossier: Dossier = office.call(
        "file_at_desk",
        DESK,
        procedure_code=FREE,
        applicant=principal(proved, name),
        form_data={"ho_ten": name},
        papers=({"component_code": "cho_o", "file_id": file_id},),
    )
    return dossier


def proved(of: Actor) -> AnyEvent:
    payload = NumberProved(account_id=of.account_id, assurance=2, proof=ProofMethod.EID)
    return Event[Any](
        event_id=new_id(), type=accounts.NUMBER_PROVED.name, schema_version=1, aggregate_id=of.account_id,
        aggregate_version=2, occurred_at=utcnow(), actor=Actor(kind=ActorKind.SERVICE, name="accounts"),
        correlation_id=new_id(), payload=payload,
    )  # fmt: skip


def handle(office: LocalOffice, event: AnyEvent) -> None:
    handle_number_proved(office.deps, event, Context.new(event.actor))


def seen(office: LocalOffice, by: Actor) -> list[tuple[str, str | None]]:
    return [(line.dossier_id, line.filer_name) for line in office.call("list_dossiers", by).items]


def test_the_desk_shows_it_to_whoever_has_proved_the_number_under_this_name(office: LocalOffice) -> None:
    own, other = number(), number()
    owner, namesake = holder(office, own), holder(office, other, "Người Khác")
    dossier = at_desk(office, own, "LÊ THỊ GIÀ")
    assert dossier.applicant.account_id == owner.account_id
    assert seen(office, owner) == [(dossier.dossier_id, None)]
    slip = at_desk(office, other)
    assert slip.applicant.account_id is None
    assert seen(office, namesake) == []


def test_nobody_files_by_number_for_who_has_an_account(office: LocalOffice) -> None:
    own = number()
    holder(office, own, "Một Tên Khác")
    with pytest.raises(ServiceError) as refused:
        filed_for(office, own)
    assert refused.value.code == "representation_not_in_force"


def test_what_others_filed_is_shown_when_the_number_is_proved_once(office: LocalOffice) -> None:
    own = number()
    by_another, by_desk, misnamed = (
        filed_for(office, own),
        at_desk(office, own),
        at_desk(office, own, "Lê Văn B"),
    )
    filer_name = by_another.filer.full_name if by_another.filer else ""
    owner = holder(office, own)
    event = proved(owner)
    for _ in range(2):
        handle(office, event)
    assert seen(office, owner) == [(by_desk.dossier_id, None), (by_another.dossier_id, filer_name)]
    assert seen(office, office.citizen) == [(by_another.dossier_id, filer_name)]
    for dossier in (by_another, by_desk):
        *_, entry = office.database.events.find({"aggregate_id": dossier.dossier_id}).sort(
            "aggregate_version"
        )
        assert entry["type"] == "dossiers.applicant_known"
        assert owner.account_id in entry["payload"]["follower_ids"]
        assert entry["payload"]["file_ids"] == [paper.file_id for paper in dossier.papers]
        assert own not in str(entry["payload"])
        verify(office.database, dossier.dossier_id)
    after = office.read(by_another, owner)
    assert (after.version, after.applicant.account_id) == (by_another.version + 1, owner.account_id)
    assert DossierAction.WITHDRAW in after.allowed_actions
    with pytest.raises(ServiceError):
        office.read(misnamed, owner)


def test_a_number_that_is_proved_no_more_shows_nothing(office: LocalOffice) -> None:
    own = number()
    filed_for(office, own)
    owner = holder(office, own)
    event = proved(owner)
    contact = office.neighbours.contacts[owner.account_id]
    frozen = {"personal_number": None, "assurance": 0, "frozen": True}
    office.neighbours.contacts[owner.account_id] = contact.model_copy(update=frozen)
    handle(office, event)
    assert seen(office, owner) == []


def test_they_are_found_by_an_index(office: LocalOffice) -> None:
    query = {"desk.keys": "|i:001099000001", "applicant.account_id": None}
    assert "COLLSCAN" not in explain(office.database, {"find": "dossiers", "filter": query}).stages
