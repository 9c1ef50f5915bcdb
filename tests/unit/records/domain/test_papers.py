from datetime import timedelta

import pytest
from tests.unit.records.domain.paper_samples import AGENCY, AT, KIND, NUMBER, own_upload, paper, seal

from contracts.records import DepositPaper, DigitisePaper, PaperOrigin, PaperOwner, PaperStatus
from records.domain.papers import (
    PaperFile,
    digitised,
    replaced,
    reused,
    revoked,
    sealed,
    uploaded,
    view,
    with_holders,
)

FILE = PaperFile(file_id="f9", sha256="9" * 64, size=9, media_type="application/pdf")


def test_a_sealed_result_is_verified_and_its_issuer_vouches_for_it() -> None:
    paper_ = sealed(seal(), AT)
    assert (paper_.version, paper_.origin, paper_.verified, paper_.vouched_by) == (
        1,
        PaperOrigin.RESULT,
        True,
        AGENCY,
    )


def test_an_upload_is_verified_by_nobody_and_counts_from_today() -> None:
    request = DepositPaper(command_id="c", file_id="f9", title="Giấy tờ", result_code=KIND)
    paper_ = uploaded("u1", request, FILE, "citizen", AT)
    assert (paper_.verified, paper_.vouched_by, paper_.issued_at) == (False, None, AT)


def test_a_scan_of_the_desk_is_vouched_for_by_the_agency_that_made_it() -> None:
    request = DigitisePaper(
        command_id="c",
        file_id="f9",
        title="Giấy khai sinh",
        issuer_name="Ủy ban nhân dân xã cũ",
        issued_at=AT,
        owner=PaperOwner(identity_number=NUMBER),
        dossier_id="d1",
    )
    paper_ = digitised("p9", request, FILE, "ABCD-EFGH-IJKL-MNOP", AGENCY, AT)
    assert (paper_.verified, paper_.vouched_by, paper_.issuer_code) == (True, AGENCY, None)
    assert paper_.held_by(AGENCY) == "d1"


@pytest.mark.parametrize(
    ("after", "status"),
    [(timedelta(0), PaperStatus.VALID), (timedelta(milliseconds=1), PaperStatus.EXPIRED)],
)
def test_the_clock_tells_that_a_paper_has_expired(after: timedelta, status: PaperStatus) -> None:
    assert paper(valid_until=AT).status(AT + after) is status


def test_the_gravest_status_is_shown() -> None:
    old = replaced(paper(valid_until=AT), "p2")
    assert old.status(AT + timedelta(days=1)) is PaperStatus.REPLACED
    assert revoked(old, "Cấp sai").status(AT + timedelta(days=1)) is PaperStatus.REVOKED


def test_the_first_that_replaces_a_paper_stays() -> None:
    once = replaced(paper(), "p2")
    assert (once.replaced_by, once.version) == ("p2", 2)
    assert replaced(once, "p3") is once


def test_every_use_is_one_version() -> None:
    assert reused(reused(paper())).version == 3


def test_holders_are_counted_once_and_change_no_version() -> None:
    twice = with_holders(with_holders(paper(), "d2", (AGENCY, "H06")), "d2", ("H06",))
    assert [holder.agency_code for holder in twice.holders] == [AGENCY, "H06"]
    assert twice.version == 1


def test_its_readers_see_neither_owner_nor_holders() -> None:
    text = view(with_holders(paper(), "d2", ("H06",)), AT).model_dump_json()
    assert not [hidden for hidden in (NUMBER, "Nguyễn Văn An", "H06") if hidden in text]


def test_the_view_names_the_bytes() -> None:
    shown = view(own_upload(), AT)
    assert (shown.file_id, shown.sha256, shown.size, shown.status) == ("f2", "1" * 64, 7, PaperStatus.VALID)
