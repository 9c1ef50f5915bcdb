"""What dossiers gives of a person, and retains."""

from __future__ import annotations

import json

import pytest
from tests.support.dossiers.office import CHARGED, LocalOffice, new_citizen, whole_life

from chassis.core.context import Context
from contracts.base import Actor, ActorKind
from contracts.dossiers import DossierAction
from contracts.errors import ServiceError
from contracts.personal_data import ErasePerson, ExportedPart, ExportPerson, RetentionGround
from dossiers.application import personal_data
from dossiers.application.personal_data import file_ids_in

ACCOUNTS = Context.new(Actor(kind=ActorKind.SERVICE, name="accounts"))


def export(office: LocalOffice, person: Actor) -> list[ExportedPart]:
    parts: list[ExportedPart] = []
    cursor: str | None = None
    while not parts or cursor is not None:
        request = ExportPerson(account_id=person.account_id, cursor=cursor)
        parts.append(personal_data.export_person(office.deps.store, request, ACCOUNTS))
        cursor = parts[-1].next_cursor
    return parts


def test_a_dossier_is_exported_as_its_applicant_sees_it(office: LocalOffice) -> None:
    ended, filed = whole_life(office), office.submit()
    parts = export(office, office.citizen)
    entries = {entry.path: json.loads(entry.text) for part in parts for entry in part.entries}
    files = {each.file_id for part in parts for each in part.files}
    for dossier in (ended, filed):
        shown = office.read(dossier, office.citizen)
        content = entries[f"dossiers/{dossier.dossier_id}/dossier.json"]
        names = {"officer_names", "allowed_actions"}
        expected = shown.model_dump(mode="json", exclude=names)
        assert {name: content[name] for name in expected} == expected
        assert set(file_ids_in(shown.model_dump())) <= files
        events = [each["event"] for each in entries[f"dossiers/{dossier.dossier_id}/history.json"]]
        assert events[0] == "dossiers.submitted"
    assert export(office, new_citizen()) == [ExportedPart(next_cursor="1:"), ExportedPart()]


def test_who_has_read_a_dossier_is_in_the_export(office: LocalOffice) -> None:
    office.read(office.act(DossierAction.ACCEPT, office.submit(CHARGED), receipt_number="BL-77"))
    paths = [entry.path for part in export(office, office.citizen) for entry in part.entries]
    assert [path for path in paths if path.startswith("data_readings/")]


def test_nothing_is_erased_and_what_is_in_work_is_named_apart(office: LocalOffice) -> None:
    whole_life(office)
    office.submit()
    request = ErasePerson(account_id=office.citizen.account_id)
    found = personal_data.erase_person(office.deps.store, request, ACCOUNTS)
    counts = {each.ground: each.count for each in found.retained}
    assert found.erased == ()
    assert counts[RetentionGround.DOSSIER_UNDER_WAY] == 1
    assert counts[RetentionGround.DOSSIER_RECORD] == 1


@pytest.mark.parametrize("name", ["records", ""])
def test_nobody_but_accounts_asks(office: LocalOffice, name: str) -> None:
    kind = ActorKind.SERVICE if name else ActorKind.ANONYMOUS
    context = Context.new(Actor(kind=kind, name=name))
    with pytest.raises(ServiceError):
        personal_data.export_person(office.deps.store, ExportPerson(account_id="a"), context)
    with pytest.raises(ServiceError):
        personal_data.erase_person(office.deps.store, ErasePerson(account_id="a"), context)
