"""Lines of a dossier's course, of both styles."""

from datetime import UTC, datetime

from tests.support.sync_items import ARRIVED, CODE, progress, read

from contracts.sync import Anomaly, BatchKind


def test_a_line_is_read() -> None:
    told = progress()
    line = told.progress or {}
    assert (told.code, told.status, told.anomalies) == (CODE, 4, [])
    assert (line["at"], line["unit"]) == (datetime(2020, 7, 31, 3, 0, tzinfo=UTC), "Phòng Tư pháp")


def test_a_line_without_a_moment_has_that_of_its_arrival() -> None:
    told = progress(ThoiDiemXuLy="")
    assert (told.event_at, told.anomalies) == (ARRIVED, [Anomaly.EMPTY_DATE])


def test_a_line_need_not_tell_a_state() -> None:
    assert (progress(TrangThai="").status, progress(TrangThai="").anomalies) == (None, [])


def test_a_state_of_the_newer_style_has_no_moment_of_its_own() -> None:
    told = read(BatchKind.NEW_STATUSES, {"IdHoSo": "7", "MaHoSo": CODE, "TrangThai": 9})
    assert (told.status, told.event_at, told.anomalies) == (9, ARRIVED, [])


def test_a_state_of_the_old_style_is_read_by_either_name() -> None:
    assert read(BatchKind.STATUSES, {"MaHoSo": CODE, "TrangThaiHoSo": "9"}).status == 9


def test_a_state_that_is_none_is_named() -> None:
    assert read(BatchKind.STATUSES, {"MaHoSo": CODE}).anomalies == [Anomaly.UNKNOWN_STATUS]
