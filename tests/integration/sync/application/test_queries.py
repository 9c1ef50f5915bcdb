"""Who finds which dossiers, and lists in pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.support.rpc_stub import StubRpcClient
from tests.support.sync.items import AGENCY, ARRIVED, CODE, DOSSIER, PROGRESS

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.encryption import Encryption
from chassis.storage.store import Store
from contracts import accounts
from contracts.accounts import Contact
from contracts.base import ANONYMOUS, Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.sync import (
    Anomaly,
    BatchKind,
    FindSynced,
    ListAnomalies,
    ListRefused,
    ListSynced,
    LookUpSynced,
    ReadSyncedContent,
)
from sync.application import queries
from sync.application.receiver import BatchReceiver
from sync.domain.items.batch import BatchHeader

OWNER = Context.new(Actor(kind=ActorKind.CITIZEN, account_id="a1"))
OWNER_NUMBER = "027090000001"
ADMINISTRATOR = Context.new(Actor(kind=ActorKind.ADMINISTRATOR, account_id="1"))


def system(agency_code: str) -> Context:
    return Context.new(Actor(kind=ActorKind.SYSTEM, account_id="1", agency_code=agency_code))


def receive(receiver: BatchReceiver, kind: BatchKind, *values: object) -> None:
    receiver.receive(BatchHeader(AGENCY, kind, "000.00.16.H05", True, ARRIVED), values)


def contact(personal_number: str | None) -> Contact:
    level = 1 if personal_number else 0
    return Contact(
        account_id="a1", full_name="Nguyễn Văn A", personal_number=personal_number, assurance=level
    )


@pytest.fixture
def received(receiver: BatchReceiver, store: Store) -> Store:
    receive(receiver, BatchKind.DOSSIERS, DOSSIER)
    receive(receiver, BatchKind.PROGRESS, PROGRESS)
    return store


@pytest.mark.parametrize("context", [system(AGENCY), system("H05"), ADMINISTRATOR])
def test_sender_province_and_administrator_find_it(
    received: Store, client: StubRpcClient, context: Context
) -> None:
    found = queries.find_synced(received, client, FindSynced(code=CODE), context)
    assert (found.code, found.status_number, found.version) == (CODE, 4, 2)
    assert [line.content for line in found.progress] == ["Thụ lý"]


@pytest.mark.parametrize("context", [system("000.00.00.G15"), Context.new(ANONYMOUS)])
def test_for_others_there_is_no_such_dossier(
    received: Store, client: StubRpcClient, context: Context
) -> None:
    with pytest.raises(ServiceError, match="not_found"):
        queries.find_synced(received, client, FindSynced(code=CODE), context)


def test_its_owner_finds_it_by_the_number_of_the_account(received: Store, client: StubRpcClient) -> None:
    client.answers(accounts.get_contact, lambda _: contact(OWNER_NUMBER))
    assert queries.find_synced(received, client, FindSynced(code=CODE), OWNER).code == CODE
    assert [one.code for one in queries.list_synced(received, client, ListSynced(), OWNER).items] == [CODE]
    assert {context.actor.name for _, context in client.calls} == {"sync"}, "asked in its own name"


def test_a_citizen_without_a_number_or_account_has_none(received: Store, client: StubRpcClient) -> None:
    client.answers(accounts.get_contact, lambda _: contact(None))
    assert queries.list_synced(received, client, ListSynced(), OWNER).items == ()

    def no_account(_: object) -> Contact:
        raise not_found("account")

    client.answers(accounts.get_contact, no_account)
    assert queries.list_synced(received, client, ListSynced(), OWNER).items == ()


def test_without_accounts_nobody_is_told_that_there_is_nothing(
    received: Store, client: StubRpcClient
) -> None:
    with pytest.raises(ServiceError, match=ErrorCode.UNKNOWN_SERVICE):
        queries.list_synced(received, client, ListSynced(), OWNER)


def test_a_list_goes_on_where_it_ended(receiver: BatchReceiver, store: Store, client: StubRpcClient) -> None:
    codes = [f"000.00.16.H05-200731-{number:04d}" for number in range(5)]
    receive(receiver, BatchKind.DOSSIERS, *({**DOSSIER, "MaHoSo": code} for code in codes))
    found, cursor = [], None
    while True:
        page = queries.list_synced(store, client, ListSynced(limit=2, cursor=cursor), system(AGENCY))
        found += [dossier.code for dossier in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert found == sorted(codes, reverse=True)
    first = queries.list_synced(store, client, ListSynced(limit=2), system(AGENCY))
    with pytest.raises(ServiceError, match="cursor"):
        queries.list_synced(store, client, ListSynced(cursor=first.next_cursor), system("H06"))


def test_anybody_looks_up_how_far_a_dossier_is(received: Store) -> None:
    assert queries.look_up_synced(received, LookUpSynced(code=CODE)).completion == 50
    with pytest.raises(ServiceError, match="not_found"):
        queries.look_up_synced(received, LookUpSynced(code="000.00.16.H05-200731-9999"))


def test_a_dossier_without_content_is_shown_as_far_as_it_is_known(
    receiver: BatchReceiver, store: Store, client: StubRpcClient
) -> None:
    receive(receiver, BatchKind.PROGRESS, PROGRESS)
    found = queries.find_synced(store, client, FindSynced(code=CODE), ADMINISTRATOR)
    assert (found.procedure_code, found.submitted_at) == ("", None)
    assert found.anomalies == (Anomaly.UNKNOWN_DOSSIER,)


def test_a_sender_sees_the_counts_of_its_anomalies_by_day(receiver: BatchReceiver, store: Store) -> None:
    faults = ({"NgayHenTra": ""}, {"MaTTHC": "9.9", "MaHoSo": "000.00.16.H05-200731-0002"})
    receive(receiver, BatchKind.DOSSIERS, *({**DOSSIER, **fault} for fault in faults))
    first = queries.list_anomalies(store, ListAnomalies(limit=1), system(AGENCY))
    rest = queries.list_anomalies(store, ListAnomalies(limit=9, cursor=first.next_cursor), system(AGENCY))
    counts = {(row.anomaly, row.day, row.count) for row in (*first.items, *rest.items)}
    day = date(2020, 7, 31)
    assert counts == {(Anomaly.NO_DUE_DATE, day, 1), (Anomaly.UNKNOWN_PROCEDURE, day, 1)}
    later = ListAnomalies(from_day=date(2020, 8, 1))
    assert queries.list_anomalies(store, later, ADMINISTRATOR).items == ()
    assert queries.list_anomalies(store, ListAnomalies(), system("H06")).items == ()


def test_refused_items_are_listed_newest_first(receiver: BatchReceiver, store: Store) -> None:
    receive(receiver, BatchKind.DOSSIERS, {"MaHoSo": "HS-1"}, {"MaHoSo": "HS-2"}, [1])
    first = queries.list_refused(store, ListRefused(limit=2), system(AGENCY))
    rest = queries.list_refused(store, ListRefused(limit=2, cursor=first.next_cursor), system(AGENCY))
    assert {item.code for item in (*first.items, *rest.items)} == {"HS-1", "HS-2", ""}
    assert (len(first.items), len(rest.items), rest.next_cursor) == (2, 1, None)
    with pytest.raises(ServiceError, match="forbidden"):
        queries.list_refused(store, ListRefused(), OWNER)


WHOLE = {
    **DOSSIER,
    "SoBienNhan": "7", "GhiChu": "Ghi chú", "KenhThucHien": "5", "MaVach": "893", "TrangThaiHoSo": "9",
    "NgayKetThucXuLy": "20200731103000", "HoSoCoThanhPhanSoHoa": "1", "TaiKhoanDuocXacThucVoiVNeID": "1",
    "DuocThanhToanTrucTuyen": "2", "DSKetNoiCSDL": [{"MaCSDL": "7"}],
    "DanhSachLePhi": [{"TenPhiLePhi": "Lệ phí", "MaPhiLePhi": "L1", "Gia": "20.000 đ", "LoaiPhiLePhi": "2"}],
    "DanhSachHoSoBoSung": [
        {"HoSoBoSungId": "b1", "NoiDungBoSung": "Ảnh", "NgayBoSung": "20200731093000",
         "DanhSachGiayToBoSung": [{"TenGiayTo": "Ảnh 3x4"}]}
    ],
    "DanhSachGiayToKetQua": [{"TenGiayTo": "Giấy khai sinh", "GiayToId": "k1", "MaGiayToKetQua": "KQ1"}],
}  # fmt: skip


@pytest.mark.parametrize("context", [system(AGENCY), system("H05")])
def test_sender_and_province_read_back_all_that_was_told_also_when_the_items_are_gone(
    receiver: BatchReceiver, store: Store, context: Context
) -> None:
    receive(receiver, BatchKind.DOSSIERS, WHOLE)
    receive(receiver, BatchKind.PROGRESS, PROGRESS)
    store.database.raw_batches.delete_many({})
    found = queries.read_synced_content(store, ReadSyncedContent(code=CODE), context)
    assert (found.owner.name, found.owner.papers[0].number, found.owner.phone) == (
        "Nguyễn Văn A", OWNER_NUMBER, "0900000000"
    )  # fmt: skip
    assert (found.digitised, found.owner_verified, found.paid_online, found.databases) == (
        True,
        True,
        "2",
        ("7",),
    )
    assert (found.fees[0].amount, found.papers[0].digitised, found.results[0].paper) == (20_000, True, "k1")
    assert (found.supplements[0].asked_for, found.supplements[0].papers[0].name) == ("Ảnh", "Ảnh 3x4")
    assert (found.steps[0].by, found.steps[0].position) == ("Trần Thị B", "Chuyên viên")
    assert {(each.name, each.value) for each in found.as_sent} == {("KenhThucHien", "5"), ("MaVach", "893")}
    assert (found.receipt_number, found.note, found.status_number) == ("7", "Ghi chú", 9)


@pytest.mark.parametrize("context", [OWNER, ADMINISTRATOR, system("000.00.00.G15"), system("000.00.16.H05")])
def test_nobody_else_reads_what_was_told(received: Store, context: Context) -> None:
    with pytest.raises(ServiceError, match=r"not_found|forbidden"):
        queries.read_synced_content(received, ReadSyncedContent(code=CODE), context)


def test_a_document_of_the_release_before_is_read_as_far_as_it_goes(
    receiver: BatchReceiver, store: Store
) -> None:
    """Its supplements had numbers of papers and fees, its owner no number of his own, its statuses one register."""
    store.encrypt_from(Encryption(utcnow() + timedelta(hours=1), complete=False))
    receive(receiver, BatchKind.DOSSIERS, DOSSIER)
    old = {"asked_for": "Ảnh", "papers": 2, "fees": 0}
    change = {"$set": {"content.supplements": [old]}, "$unset": {"content.owner.number": 1}}
    store.database.dossiers.update_one({"_id": CODE}, change)
    found = queries.read_synced_content(store, ReadSyncedContent(code=CODE), system(AGENCY))
    assert (found.supplements[0].asked_for, found.supplements[0].papers) == ("Ảnh", ())
