"""Giao nộp hồ sơ: what may be listed, who confirms, and what a receipt has to say before anything is handed over."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.refusals import refused

from contracts.dossiers import (
    ArchivalPackage,
    ArchivalPlace,
    ArchivalState,
    ClosedDossier,
    HoldingArchive,
    Transfer,
    TransferState,
)
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.archive import transfers
from dossiers.domain.archive.transfers import Standing

AGENCY = "H26.31.05"
AT = datetime(2026, 7, 1, 3, tzinfo=UTC)
ARCHIVE = HoldingArchive(name="Lưu trữ tỉnh", certificate_sha256="f" * 64)
PLACE = ArchivalPlace(
    plan_id="plan", code="TT.01", heading="Hồ sơ", permanent=False,
    retained_until=date(2046, 7, 1), transfer_due=date(2027, 7, 1),
)  # fmt: skip


def packaged(number: int, **fields: Any) -> ClosedDossier:
    package = ArchivalPackage(sha256=f"{number:064x}", size=10, entries=5, packaged_at=AT)
    given_ = {
        "dossier_id": f"d{number}", "code": f"H26-{number}", "agency_code": AGENCY, "procedure_code": "1.000001",
        "closed_on": date(2026, 7, 1), "state": ArchivalState.PACKAGED, "place": PLACE, "package": package, **fields,
    }  # fmt: skip
    return ClosedDossier(**given_)


DOSSIERS = [packaged(1), packaged(2), packaged(3)]
FREE = Standing({each.dossier_id: 5 for each in DOSSIERS})


def transfer(dossiers: list[ClosedDossier] = DOSSIERS) -> Transfer:
    return transfers.listed("t1", AGENCY, ARCHIVE, dossiers, "head-1", AT)[0]


def confirmed() -> Transfer:
    return transfers.confirmed(transfer(), DOSSIERS, FREE, 1, "leader-1", AT)


def receipt(of: Transfer, refusals: dict[str, str] | None = None, **changes: Any) -> str:
    reasons = refusals or {}
    rows = [
        {
            "sha256": each.sha256,
            "accepted": each.dossier_id not in reasons,
            "reason": reasons.get(each.dossier_id),
        }
        for each in of.items
    ]
    content = {
        "transfer_id": of.transfer_id, "list_sha256": of.list_sha256, "received_at": AT.isoformat(),
        "packages": rows, "unknown": "of a later release", **changes,
    }  # fmt: skip
    return json.dumps(content)


def code_of(fault: ServiceError) -> str:
    return fault.errors[0].code


@pytest.mark.parametrize(
    ("dossier", "standing", "code"),
    [
        (packaged(1), Standing({"d1": 5}, held={"d1"}), "on_hold"),
        (packaged(1, package=None, state=ArchivalState.CLASSIFIED), FREE, "not_packaged"),
        (packaged(1, place=None, state=ArchivalState.UNCLASSIFIED), FREE, "not_packaged"),
        (packaged(1), Standing({"d1": 6}), "package_outdated"),
        (packaged(1, state=ArchivalState.LISTED), FREE, "listed_already"),
        (packaged(1, state=ArchivalState.HANDED_OVER), FREE, "listed_already"),
    ],
)
def test_what_cannot_be_handed_over_is_not_listed(
    dossier: ClosedDossier, standing: Standing, code: str
) -> None:
    with pytest.raises(ServiceError) as fault:
        transfers.checked([packaged(2, package=None), dossier][1:], standing)
    assert code_of(fault.value) == code


def test_a_list_has_the_digest_of_every_package_and_is_never_empty() -> None:
    made, text = transfers.listed("t1", AGENCY, ARCHIVE, DOSSIERS, "head-1", AT)
    content = json.loads(text)
    assert [each["sha256"] for each in content["packages"]] == [each.sha256 for each in made.items]
    assert made.list_sha256 == transfers.digest(text)
    assert content["packages"][0]["retained_until"] == "2046-07-01"
    refused(ErrorCode.INVALID_REQUEST, lambda: transfer([]))


def test_another_person_confirms_and_a_hold_that_came_since_is_seen() -> None:
    assert confirmed().state is TransferState.CONFIRMED
    refused(ErrorCode.SAME_PERSON, lambda: transfers.confirmed(transfer(), DOSSIERS, FREE, 1, "head-1", AT))
    refused(
        ErrorCode.VERSION_STALE, lambda: transfers.confirmed(transfer(), DOSSIERS, FREE, 9, "leader-1", AT)
    )
    refused(
        ErrorCode.RETENTION_SETTLED,
        lambda: transfers.confirmed(confirmed(), DOSSIERS, FREE, 2, "leader-1", AT),
    )
    held = Standing(FREE.entries, held={"d3"})
    with pytest.raises(ServiceError) as fault:
        transfers.confirmed(transfer(), DOSSIERS, held, 1, "leader-1", AT)
    assert [(each.pointer, each.code) for each in fault.value.errors] == [("/items/2", "on_hold")]


@given(refusals=st.dictionaries(st.sampled_from(["d1", "d2", "d3"]), st.sampled_from(["", "hỏng"])))
def test_what_the_receipt_accepts_is_handed_over_and_the_rest_stays_ours_with_its_reason(
    refusals: dict[str, str],
) -> None:
    before = confirmed()
    after = transfers.receipted(before, receipt(before, refusals), "Lưu trữ", AT)
    assert after.state is TransferState.RECEIPTED
    for dossier in DOSSIERS:
        moved = transfers.follow(transfers.follow(dossier, before), after)
        if dossier.dossier_id in refusals:
            assert (moved.state, moved.package, moved.transfer_id, moved.refusal) == (
                ArchivalState.CLASSIFIED, None, None, refusals[dossier.dossier_id],
            )  # fmt: skip
        else:
            assert (moved.state, moved.transfer_id) == (ArchivalState.HANDED_OVER, "t1")
    event = transfers.event_of(after)
    assert set(event.dossier_ids) == {"d1", "d2", "d3"} - refusals.keys()
    assert event.refused == len(refusals)


FIRST = {"sha256": f"{1:064x}", "accepted": True}
SECOND, OTHER = ({**FIRST, "sha256": f"{number:064x}"} for number in (2, 9))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"list_sha256": "0" * 64}, "other_list"),
        ({"transfer_id": "t2"}, "other_list"),
        ({"packages": [FIRST, SECOND, OTHER]}, "other_packages"),
        ({"packages": [FIRST, SECOND]}, "other_packages"),
        ({"packages": [FIRST, SECOND, {**FIRST, "sha256": f"{3:064x}"}, OTHER]}, "other_packages"),
        ({"packages": [FIRST, FIRST, SECOND, {**FIRST, "sha256": f"{3:064x}"}]}, "other_packages"),
        ({"packages": []}, "no_receipt"),
        ({"received_at": "yesterday"}, "no_receipt"),
    ],
)
def test_a_receipt_of_another_list_or_with_another_digest_hands_nothing_over(
    changes: dict[str, Any], code: str
) -> None:
    before = confirmed()
    with pytest.raises(ServiceError) as fault:
        transfers.receipted(before, receipt(before, **changes), "Lưu trữ", AT)
    assert code_of(fault.value) == code


def test_a_second_receipt_and_one_without_a_confirmation_are_refused() -> None:
    before = confirmed()
    text = receipt(before)
    after = transfers.receipted(before, text, "Lưu trữ", AT)
    ended = transfers.cancelled(transfer(), "đổi lịch", 1, "leader-1", AT)
    for each in (after, transfer(), ended):
        with pytest.raises(ServiceError, match="retention_settled"):
            transfers.receipted(each, text, "L", AT)


def test_a_transfer_without_a_receipt_is_cancelled_and_its_packages_are_free_again() -> None:
    ended = transfers.cancelled(confirmed(), "đổi lịch", 2, "leader-1", AT)
    listed = transfers.follow(DOSSIERS[0], confirmed())
    assert transfers.follow(listed, ended) == DOSSIERS[0]
    after = transfers.receipted(confirmed(), receipt(confirmed()), "Lưu trữ", AT)
    refused(ErrorCode.RETENTION_SETTLED, lambda: transfers.cancelled(after, "x", 3, "leader-1", AT))
