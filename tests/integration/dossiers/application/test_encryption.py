"""Dossiers as they are stored: nothing personal in the clear, found by number, readable in both forms, erased by the key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from bson import json_util
from tests.support.dossiers.office import CHARGED, OFFICER, LocalOffice, whole_life
from tests.support.stores import fresh_store

from chassis.core.clock import utcnow
from chassis.storage import event_log
from chassis.storage.encryption import Encryption
from chassis.storage.encryption.re_encryption import ReEncryption
from chassis.storage.store import Store
from contracts.dossiers import Dossier, DossierAction, DossierStatus
from devstack.servers.mongo_address import MongoAddress
from dossiers.application.erasure import erase_person_key
from dossiers.domain.model.replay import rebuild
from dossiers.repository import DossierRepository, create_indexes
from dossiers.repository.encrypted import ENCRYPTED
from dossiers.repository.event_log import entries_until

NUMBER = "001099000017"
ANSWER = "một điều chỉ người nộp biết"
FILE_NAME = "giấy khai sinh của bé An.pdf"
QUESTION, OPINION = "ông An ở đó từ bao giờ", "từ khi bà An mất"
PERSONAL = (NUMBER, ANSWER, "+84912345678", "an@example.vn", "12 Lê Lợi", FILE_NAME)


@pytest.fixture
def store(mongo: MongoAddress) -> Iterator[Store]:
    with fresh_store(mongo, "dossiers", create_indexes) as opened:
        yield opened


@pytest.fixture
def office(store: Store) -> LocalOffice:
    office = LocalOffice.on(store)
    office.neighbours.numbers[office.citizen.account_id] = NUMBER
    return office


def submit(office: LocalOffice, **fields: Any) -> Dossier:
    submission = office.submission(CHARGED) | {
        "form_data": {"ho_ten": ANSWER},
        "return_address": "12 Lê Lợi, Huế",
    }
    for paper in submission["papers"]:
        described = office.neighbours.files[paper["file_id"]]
        office.neighbours.files[paper["file_id"]] = described.model_copy(update={"name": FILE_NAME})
    filed: Dossier = office.call("submit", office.citizen, **submission | fields)
    return filed


def stored_text(store: Store) -> str:
    """All that the database holds, as text."""
    names = store.database.list_collection_names()
    found = {name: list(store.database[name].find()) for name in names}
    return json_util.dumps(found, ensure_ascii=False)


def write_in_the_clear(store: Store) -> None:
    """As the release before."""
    store.encrypt_from(Encryption(utcnow() + timedelta(hours=1), complete=False))


def encrypt_from_now(store: Store) -> None:
    store.encrypt_from(Encryption(utcnow(), complete=False))


def encrypt_all(store: Store) -> None:
    work = ReEncryption(store.database, "dossiers", store.cipher, ENCRYPTED)
    assert work.run(60).encrypted


def test_nothing_personal_is_stored_in_the_clear(store: Store, office: LocalOffice) -> None:
    """Of the dossier, its log, its timers and the stored results of commands."""
    whole_life(office)
    submit(office)
    text = stored_text(store)
    assert "sealed" in text
    assert not [each for each in PERSONAL if each in text]


def test_it_would_be_found_in_the_clear(store: Store, office: LocalOffice) -> None:
    """The check above can fail."""
    write_in_the_clear(store)
    submit(office)
    text = stored_text(store)
    assert NUMBER in text
    assert "12 Lê Lợi" in json_util.dumps(list(store.database.dossiers.find()), ensure_ascii=False)


def consulted(office: LocalOffice) -> Dossier:
    """By another agency, which has answered."""
    dossier = office.act(DossierAction.ACCEPT, submit(office), receipt_number="7")
    if dossier.status is DossierStatus.ACCEPTED:
        dossier = office.act(DossierAction.START_PROCESSING, dossier)
    expert = OFFICER.model_copy(update={"account_id": "expert", "agency_code": "G18.26"})
    due_at = utcnow() + timedelta(days=1)
    sent = office.act(
        DossierAction.REQUEST_CONSULTATION, dossier, agency_code="G18.26", content=QUESTION, due_at=due_at
    )
    consultation_id = sent.consultations[0].consultation_id
    return office.act(
        DossierAction.ANSWER_CONSULTATION, sent, expert, consultation_id=consultation_id, answer=OPINION
    )


def test_what_an_agency_is_asked_and_answers_is_not_stored_in_the_clear(
    store: Store, office: LocalOffice
) -> None:
    dossier = consulted(office)
    assert not [each for each in (QUESTION, OPINION) if each in stored_text(store)]
    read = store.repository(DossierRepository).get(dossier.dossier_id).consultations[0]
    assert (read.content, read.answer) == (QUESTION, OPINION)
    log = entries_until(store.database, dossier.dossier_id, dossier.version)
    rebuilt = rebuild(dossier.dossier_id, [(entry.version, entry.private) for entry in log])
    assert rebuilt.consultations[0] == read
    assert erase_person_key(store, office.citizen.account_id)
    erased = store.repository(DossierRepository).get(dossier.dossier_id)
    assert [(each.content, each.answer) for each in erased.consultations] == [("", None)]
    assert [paper.name for paper in erased.papers] == [""]


def test_the_reader_sees_what_was_filed(office: LocalOffice) -> None:
    filed = submit(office)
    read = office.call("get_dossier", office.citizen, dossier_id=filed.dossier_id)
    assert read.form_data == {"ho_ten": ANSWER}
    assert [paper.name for paper in read.papers] == [FILE_NAME]
    assert (read.applicant.identity.number, read.return_address) == (NUMBER, "12 Lê Lợi, Huế")


@pytest.mark.parametrize("writes", [write_in_the_clear, encrypt_from_now])
def test_a_dossier_is_found_by_number_in_either_form(store: Store, office: LocalOffice, writes: Any) -> None:
    writes(store)
    filed = submit(office)
    encrypt_from_now(store)
    found = office.call("list_dossiers", OFFICER, q=NUMBER)
    assert [each.dossier_id for each in found.items] == [filed.dossier_id]


def test_a_dossier_of_the_release_before_goes_on_and_is_encrypted_by_its_next_act(
    store: Store, office: LocalOffice
) -> None:
    write_in_the_clear(store)
    filed = submit(office)
    encrypt_from_now(store)
    office.act(DossierAction.ACCEPT, filed, receipt_number="7")
    stored = store.database.dossiers.find_one({"_id": filed.dossier_id}) or {}
    assert ("form_data" in stored, "sealed" in stored) == (False, True)
    read = office.call("get_dossier", office.citizen, dossier_id=filed.dossier_id)
    assert read.form_data == filed.form_data


def test_what_is_stored_in_the_clear_is_encrypted_and_found_as_before(
    store: Store, office: LocalOffice
) -> None:
    write_in_the_clear(store)
    filed = submit(office)
    before = store.repository(DossierRepository).get(filed.dossier_id)
    encrypt_from_now(store)
    encrypt_all(store)
    stored = json_util.dumps(store.database.dossiers.find_one({"_id": filed.dossier_id}), ensure_ascii=False)
    assert not [each for each in PERSONAL if each in stored]
    assert store.repository(DossierRepository).get(filed.dossier_id) == before
    found = office.call("list_dossiers", OFFICER, q=NUMBER)
    assert [each.dossier_id for each in found.items] == [filed.dossier_id]
    event_log.verify(store.database, filed.dossier_id, filed.version)


def test_a_person_is_erased_and_the_chain_stays_valid(store: Store, office: LocalOffice) -> None:
    filed = submit(office)
    other = LocalOffice.on(store)
    others_dossier = submit(other)
    assert erase_person_key(store, office.citizen.account_id)
    erased = store.repository(DossierRepository).get(filed.dossier_id)
    assert (erased.form_data, erased.applicant.identity, erased.return_address) == ({}, None, None)
    assert erased.applicant.full_name
    event_log.verify(store.database, filed.dossier_id, filed.version)
    log = entries_until(store.database, filed.dossier_id, filed.version)
    assert rebuild(filed.dossier_id, [(entry.version, entry.private) for entry in log]) == erased
    assert (
        store.repository(DossierRepository).get(others_dossier.dossier_id).form_data
        == others_dossier.form_data
    )
    assert not erase_person_key(store, office.citizen.account_id)


def test_work_on_an_erased_persons_dossier_goes_on(store: Store, office: LocalOffice) -> None:
    filed = submit(office)
    erase_person_key(store, office.citizen.account_id)
    accepted = office.act(DossierAction.ACCEPT, filed, receipt_number="7")
    assert accepted.code
    event_log.verify(store.database, filed.dossier_id, accepted.version)


def test_an_owner_without_an_account_has_a_key_of_his_dossier(store: Store, office: LocalOffice) -> None:
    """Erasing whoever brought it takes nothing of it."""
    on_behalf = {
        "principal": {"full_name": "Trần Thị Bình", "phone": "+84912345678", "email": "an@example.vn"},
        "relation": "parent_or_guardian",
    }
    filed = submit(office, on_behalf=on_behalf)
    assert not [each for each in PERSONAL if each in stored_text(store)]
    assert not erase_person_key(store, office.citizen.account_id)
    assert store.repository(DossierRepository).get(filed.dossier_id).applicant.phone == "+84912345678"
