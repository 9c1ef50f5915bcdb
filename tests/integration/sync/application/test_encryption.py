"""What sync stores of a person: nothing in the clear; found, read, merged and replayed in either form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import bson
import pytest
from bson import Binary
from tests.integration.sync.application.test_any_order import header
from tests.support.sync.items import AGENCY, ARRIVED, CODE, DOSSIER, PROGRESS

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.encryption import Cipher, Encryption, FieldCipher
from chassis.storage.encryption.re_encryption import ReEncryption
from chassis.storage.store import Store
from contracts.base import Actor, ActorKind
from contracts.sync import BatchKind, ReplayItems, SyncedContent
from sync.application.receiver import BatchReceiver
from sync.application.replay import replay
from sync.domain.items.batch import BatchHeader
from sync.repository.dossiers import SyncedDossierRepository
from sync.repository.encrypted import ENCRYPTED, EncryptedDossiers
from sync.repository.raw_batches import RawBatchRepository
from sync.repository.refused_items import RefusedItemRepository

NUMBER = "027090000001"
OWNED = {
    **DOSSIER, "Email": "an@example.vn", "ThongTinTra": "12 Lê Lợi, Huế", "DiaChiChuHoSo": "34 Trần Phú",
    "DanhSachHoSoBoSung": [{"HoSoBoSungId": "1", "NoiDungBoSung": "Gọi số 0911222444"}],
}  # fmt: skip
LINE = {**PROGRESS, "SoLienHe": "0911222333", "NoiDungXuLy": "Hẹn ông An bổ sung sổ hộ khẩu"}
REFUSED = {"MaHoSo": "HS-1", "SoDienThoai": "0911222555"}
PERSONAL = (
    NUMBER, "an@example.vn", "Lê Lợi", "34 Trần Phú", "0900000000", "Nguyễn Văn A", "0911222333", "0911222444",
    "0911222555", "Hẹn ông An",
)  # fmt: skip

Form = Callable[[Store, BatchReceiver], None]


def receive(receiver: BatchReceiver) -> None:
    receiver.receive(header(BatchKind.DOSSIERS), (OWNED, REFUSED))
    receiver.receive(header(BatchKind.PROGRESS), (LINE,))


def write_in_the_clear(store: Store) -> None:
    """As the release before, and this one in its first hour."""
    store.encrypt_from(Encryption(utcnow() + timedelta(hours=1), complete=False))


def encrypt_from_now(store: Store, *, complete: bool = False) -> None:
    store.encrypt_from(Encryption(utcnow(), complete=complete))


def encrypted(_store: Store, receiver: BatchReceiver) -> None:
    receive(receiver)


def of_release_before(store: Store, receiver: BatchReceiver) -> None:
    write_in_the_clear(store)
    receive(receiver)
    encrypt_from_now(store)


def re_encrypted(store: Store, receiver: BatchReceiver) -> None:
    of_release_before(store, receiver)
    work = ReEncryption(store.database, "sync", store.cipher, ENCRYPTED)
    status = work.run(60)
    assert (status.checked, status.encrypted) == (4, 4), "a dossier, two batches, a refused item"
    encrypt_from_now(store, complete=True)


forms = pytest.mark.parametrize("form", [encrypted, of_release_before, re_encrypted])


def stored_text(store: Store) -> str:
    """As it is stored: what is in bytes is found too."""
    names = store.database.list_collection_names()
    documents = [bson.encode(each) for name in names for each in store.database[name].find()]
    return b"\n".join(documents).decode(errors="replace")


def content(store: Store) -> SyncedContent:
    found = store.repository(SyncedDossierRepository).find_content(CODE)
    assert found is not None
    return found


@pytest.mark.parametrize("form", [encrypted, re_encrypted])
def test_nothing_personal_is_stored_in_the_clear(store: Store, receiver: BatchReceiver, form: Form) -> None:
    form(store, receiver)
    text = stored_text(store)
    assert CODE in text
    assert not [each for each in PERSONAL if each in text]


def test_it_would_be_found_in_the_clear(store: Store, receiver: BatchReceiver) -> None:
    """The check above can fail, and in the hour of an upgrade the release before reads what is written."""
    of_release_before(store, receiver)
    assert not [each for each in PERSONAL if each not in stored_text(store)]
    assert "sealed" not in stored_text(store)


@forms
def test_it_reads_as_it_was(store: Store, receiver: BatchReceiver, form: Form) -> None:
    form(store, receiver)
    found = content(store)
    owner = found.owner
    assert (owner.papers[0].number, owner.email, owner.name) == (NUMBER, "an@example.vn", "Nguyễn Văn A")
    assert found.return_note == "12 Lê Lợi, Huế"
    assert [row.value for row in (*found.as_sent, *found.steps[0].as_sent)] == ["34 Trần Phú", "0911222333"]
    assert [step.content for step in found.steps] == ["Hẹn ông An bổ sung sổ hộ khẩu"]
    shown = store.repository(SyncedDossierRepository).find(CODE)
    assert shown is not None
    assert [line.content for line in shown.detail.progress] == ["Hẹn ông An bổ sung sổ hộ khẩu"]
    assert [row.asked_for for row in found.supplements] == ["Gọi số 0911222444"]
    raw = list(store.repository(RawBatchRepository).between(AGENCY, None, None))
    assert ["0911222555" in each.items.decode() for each in raw] == [True, False]
    ((_, refusal),) = store.repository(RefusedItemRepository).waiting(AGENCY, None, None)
    assert "0911222555" in refusal.item.decode()


@forms
def test_its_owner_finds_it_by_number(store: Store, receiver: BatchReceiver, form: Form) -> None:
    form(store, receiver)
    dossiers = store.repository(SyncedDossierRepository)
    query = {"content.owner.numbers": NUMBER}
    assert [each.detail.code for each in dossiers.newest(query, None, 10)] == [CODE]
    (of_owner,) = dossiers.of_owner(NUMBER, "", 10)
    assert of_owner.detail.code == CODE
    assert [line.content for line in of_owner.detail.progress] == ["Hẹn ông An bổ sung sổ hộ khẩu"]
    assert (dossiers.count_of_owner(NUMBER), dossiers.count_of_owner("027090000002")) == (1, 0)
    found = dossiers.find(CODE)
    assert found is not None
    assert found.owner_numbers == (NUMBER,)


@forms
def test_the_greatest_content_stands_over_both_forms(
    store: Store, receiver: BatchReceiver, form: Form
) -> None:
    """The database merges by the sequence, which stands before what is encrypted."""
    form(store, receiver)
    earlier = {**OWNED, "NgayTiepNhan": "20200731082000", "Email": "earlier@example.vn"}
    receiver.receive(header(BatchKind.DOSSIERS), (earlier,))
    assert content(store).owner.email == "an@example.vn"
    later = {**OWNED, "TrangThaiHoSo": "9", "NgayKetThucXuLy": "20200731103000", "Email": "later@example.vn"}
    receiver.receive(header(BatchKind.DOSSIERS), (later,))
    assert content(store).owner.email == "later@example.vn"


@forms
def test_a_replay_leaves_what_is_read_and_nothing_in_the_clear(
    store: Store, receiver: BatchReceiver, form: Form
) -> None:
    form(store, receiver)
    before = content(store)
    administrator = Context.new(Actor(kind=ActorKind.ADMINISTRATOR, account_id="1"))
    request = ReplayItems(command_id="1", sender_code=AGENCY, refused_only=False)
    assert replay(store, receiver, request, administrator).unchanged == 2
    assert content(store) == before
    stored = store.database.dossiers.find_one({"_id": CODE}) or {}
    assert NUMBER not in str(stored["content"])


def test_a_replay_in_the_clear_leaves_one_form(store: Store, receiver: BatchReceiver) -> None:
    """An installation that encrypts no longer reads the new content, not the encrypted one."""
    receive(receiver)
    before = content(store)
    write_in_the_clear(store)
    administrator = Context.new(Actor(kind=ActorKind.ADMINISTRATOR, account_id="1"))
    replay(store, receiver, ReplayItems(command_id="1", refused_only=False), administrator)
    stored = store.database.dossiers.find_one({"_id": CODE}) or {}
    assert (stored["content"]["owner"]["email"], "sealed" in stored["content"]) == ("an@example.vn", False)
    assert content(store) == before


class Interrupted(Cipher):
    """A cipher at whose first use something happens."""

    def __init__(self, cipher: FieldCipher, happening: Callable[[], None]) -> None:
        self._cipher = cipher
        self._happenings = [happening]

    @property
    def active(self) -> bool:
        return self._cipher.active

    def seal(self, values: Mapping[str, Any], owner: str) -> Binary:
        while self._happenings:
            self._happenings.pop()()
        return self._cipher.seal(values, owner)

    def token(self, text: str) -> str:
        return self._cipher.token(text)


def test_what_came_while_a_dossier_was_encrypted_is_not_undone(store: Store, receiver: BatchReceiver) -> None:
    """Neither a new content nor one that came again, which does not raise the version."""
    of_release_before(store, receiver)
    assert store.cipher is not None

    def again() -> None:
        write_in_the_clear(store)
        later = BatchHeader(AGENCY, BatchKind.DOSSIERS, "000.00.16.H05", True, ARRIVED + timedelta(minutes=5))
        receiver.receive(later, (OWNED,))
        encrypt_from_now(store)

    before = store.database.dossiers.find_one({"_id": CODE}) or {}
    interrupted: Any = Interrupted(store.cipher, again)
    done = EncryptedDossiers().encrypt(store.database, interrupted, None, 10)
    after = store.database.dossiers.find_one({"_id": CODE}) or {}
    assert done is not None
    assert (done.looked_at, done.encrypted) == (0, 0)
    assert after["content"]["k"] > before["content"]["k"]
    done = EncryptedDossiers().encrypt(store.database, interrupted, None, 10)
    assert done is not None
    assert (done.looked_at, done.encrypted) == (1, 1)
    assert (store.database.dossiers.find_one({"_id": CODE}) or {})["content"]["k"] == after["content"]["k"]
