"""Lines of a dossier's course, of both styles."""

from datetime import UTC, datetime

from tests.support.sync.items import ARRIVED, CODE, parse, progress

from contracts.sync import Anomaly, BatchKind


def test_a_line_is_read() -> None:
    item = progress()
    line = item.progress or {}
    assert (item.code, item.status, item.anomalies) == (CODE, 4, [])
    assert (line["at"], line["unit"]) == (datetime(2020, 7, 31, 3, 0, tzinfo=UTC), "Phòng Tư pháp")


def test_a_line_without_a_time_has_that_of_its_arrival() -> None:
    item = progress(ThoiDiemXuLy="")
    assert (item.event_at, item.anomalies) == (ARRIVED, [Anomaly.EMPTY_DATE])


def test_a_line_needs_no_status() -> None:
    assert (progress(TrangThai="").status, progress(TrangThai="").anomalies) == (None, [])


def test_a_status_of_the_newer_contract_has_no_time_of_its_own() -> None:
    item = parse(BatchKind.NEW_STATUSES, {"IdHoSo": "7", "MaHoSo": CODE, "TrangThai": 9})
    assert (item.status, item.event_at, item.anomalies) == (9, ARRIVED, [])


def test_a_state_of_the_old_style_is_read_by_either_name() -> None:
    assert parse(BatchKind.STATUSES, {"MaHoSo": CODE, "TrangThaiHoSo": "9"}).status == 9


def test_a_state_that_is_none_is_named() -> None:
    assert parse(BatchKind.STATUSES, {"MaHoSo": CODE}).anomalies == [Anomaly.UNKNOWN_STATUS]
