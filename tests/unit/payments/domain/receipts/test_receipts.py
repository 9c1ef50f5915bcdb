"""The receipt: what is on one, by which number it goes, when paper is enough, and how it ends."""

from __future__ import annotations

from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.receipts import SERIES, SERVICE_FEE, STATE_CHARGE, TAX_CODE, bill_of, registration

from contracts.dossiers import FeeItem
from contracts.errors import ErrorCode, ServiceError
from contracts.receipts import Collector, Receipt, ReceiptKind, ReceiptState, RegisterCollectorBody
from payments.domain.receipts import receipts
from payments.domain.receipts.collectors import ReceiptForm, form_of, require_valid
from payments.domain.receipts.content import Payer, figures, receipt_document
from payments.domain.receipts.receipts import Collection, items_by_kind, series_for
from payments.domain.receipts.xml import receipt_xml

AGENCY = "H26.31.05"
LAST_PAPER_DAY, FIRST_DAY_AFTER = date(2026, 12, 31), date(2027, 1, 1)
AT = datetime(2027, 1, 4, 2, 15, tzinfo=UTC)
PAYER = Payer("Nguyễn Văn <An> & Co", "0101243150-001")
PHI, LE_PHI = ReceiptKind.SERVICE_FEE, ReceiptKind.STATE_CHARGE


def collector(**changes: object) -> Collector:
    request = registration(AGENCY, FIRST_DAY_AFTER, **changes)
    fields = {name: getattr(request, name) for name in RegisterCollectorBody.model_fields}
    return Collector(**fields, collector_id="collector-1", registered_at=AT)


def receipt(kind: ReceiptKind = LE_PHI, number: int = 7, *items: FeeItem) -> Receipt:
    series = series_for(collector(), kind, AT)
    assert series is not None
    paid = Collection(bill_of(AGENCY, *(items or (SERVICE_FEE, STATE_CHARGE))), "order-1", AT)
    return receipts.issued(collector(), paid, kind, (series, number), "receipt-1", AT)


def test_fees_and_charges_paid_together_are_on_two_receipts() -> None:
    found = items_by_kind((STATE_CHARGE, SERVICE_FEE, STATE_CHARGE))
    assert found == {LE_PHI: (STATE_CHARGE, STATE_CHARGE), PHI: (SERVICE_FEE,)}
    assert receipt(PHI).amount == 250_000
    assert (receipt(LE_PHI).amount, receipt(LE_PHI).amount_in_words) == (8_000, "Tám nghìn đồng")


def test_what_costs_nothing_and_what_others_receipt_is_on_none() -> None:
    free = STATE_CHARGE.model_copy(update={"amount": 0})
    tax = STATE_CHARGE.model_copy(update={"legal_kind": "tax"})
    assert items_by_kind((free, tax)) == {}


@given(
    st.lists(
        st.builds(
            lambda kind, amount: STATE_CHARGE.model_copy(update={"legal_kind": kind, "amount": amount}),
            st.sampled_from(["phi", "le_phi", "tax", "land"]),
            st.integers(0, 10**9),
        ),
        max_size=6,
    )
)
def test_every_fee_is_on_one_receipt(items: list[FeeItem]) -> None:
    found = items_by_kind(tuple(items))
    on_receipts = sum(item.amount for each in found.values() for item in each)
    assert on_receipts == sum(item.amount for item in items if item.legal_kind in ("phi", "le_phi"))
    assert all(item.legal_kind == kind for kind, each in found.items() for item in each)


@pytest.mark.parametrize(
    ("day", "registered", "form"),
    [
        (LAST_PAPER_DAY, False, ReceiptForm.PAPER),
        (FIRST_DAY_AFTER, False, ReceiptForm.MISSING),
        (LAST_PAPER_DAY, True, ReceiptForm.ELECTRONIC),
        (date(2027, 1, 4), True, ReceiptForm.ELECTRONIC),
    ],
)
def test_paper_ends_with_2026(day: date, registered: bool, form: ReceiptForm) -> None:
    assert form_of(collector() if registered else None, (LE_PHI,), day) is form


def test_a_collector_needs_a_series_for_each_kind() -> None:
    half = collector(series=SERIES[:1])
    assert form_of(half, (PHI,), FIRST_DAY_AFTER) is ReceiptForm.ELECTRONIC
    assert form_of(half, (PHI, LE_PHI), FIRST_DAY_AFTER) is ReceiptForm.MISSING
    assert form_of(half, (PHI, LE_PHI), LAST_PAPER_DAY) is ReceiptForm.PAPER


@pytest.mark.parametrize(
    ("at", "year"),
    [
        (datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC), 2026),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), 2027),
    ],
)
def test_a_series_is_of_the_local_year(at: datetime, year: int) -> None:
    series = series_for(collector(), LE_PHI, at)
    assert series is not None
    assert series.key == f"{AGENCY}|02BLP0-001|BL-26E|{year}"


def test_a_registration_names_each_kind_and_fee_once_and_no_day_that_is_over() -> None:
    line = {"fee_code": "LP01", "chapter": "009", "sub_item": "2767"}
    wrong = registration(AGENCY, LAST_PAPER_DAY, series=(SERIES[0], SERIES[0]), budget_lines=(line, line))
    with pytest.raises(ServiceError) as refused:
        require_valid(wrong, FIRST_DAY_AFTER)
    assert [(each.pointer, each.code) for each in refused.value.errors] == [
        ("/series", "kind_registered_twice"),
        ("/budget_lines", "fee_twice"),
        ("/valid_from", "day_is_over"),
    ]
    require_valid(registration(AGENCY, FIRST_DAY_AFTER), FIRST_DAY_AFTER)


def test_a_receipt_ends_once() -> None:
    good = receipt()
    cancelled = receipts.cancelled(good, "Hoàn trả", AT)
    assert (cancelled.state, cancelled.version, cancelled.number) == (ReceiptState.CANCELLED, 2, 7)
    replaced = receipts.replaced(good, "receipt-2", "Sai tên", AT)
    assert (replaced.state, replaced.replaced_by) == (ReceiptState.REPLACED, "receipt-2")
    for ended in (cancelled, replaced):
        with pytest.raises(ServiceError) as refused:
            receipts.cancelled(ended, "again", AT)
        assert refused.value.code is ErrorCode.ILLEGAL_TRANSITION


def test_what_takes_its_place_says_the_same_collection_as_the_collector_is_now() -> None:
    renamed = collector(name="Công an phường mẫu số 6", spelling=("ngàn",))
    series = series_for(renamed, LE_PHI, AT)
    assert series is not None
    old = receipt()
    new = receipts.replacement(old, renamed, (series, 8), "receipt-2", AT)
    assert (new.number, new.version, new.state, new.replaces) == (8, 1, ReceiptState.ISSUED, "receipt-1")
    assert (new.collector_name, new.amount_in_words) == ("Công an phường mẫu số 6", "Tám ngàn đồng")
    assert (new.bill_id, new.order_id, new.amount, new.collected_at) == (
        old.bill_id,
        old.order_id,
        old.amount,
        old.collected_at,
    )


@pytest.mark.parametrize(
    ("amount", "text"), [(0, "0 đồng"), (8_000, "8.000 đồng"), (1_250_000, "1.250.000 đồng")]
)
def test_figures(amount: int, text: str) -> None:
    assert figures(amount) == text


def test_the_picture_says_who_collected_what() -> None:
    document = receipt_document(receipt(), PAYER, receipt(number=6))
    facts = {fact.label: fact.text for fact in document.content.facts}
    assert facts["Mã số thuế"] == TAX_CODE
    assert facts["Người nộp tiền"] == PAYER.name
    assert facts["Thu tiền lúc"] == "09 giờ 15 phút, ngày 04/01/2027"
    assert "số 6" in facts["Thay thế biên lai"]
    stated = document.content.receipt
    assert stated is not None
    assert (stated.number, stated.total, stated.total_in_words) == ("7", "8.000 đồng", "Tám nghìn đồng")
    assert "Thay thế biên lai" not in [
        fact.label for fact in receipt_document(receipt(), PAYER).content.facts
    ]


def test_the_xml_has_the_fields_of_the_decree() -> None:
    line = {"fee_code": "LP01", "chapter": "009", "sub_item": "2767"}
    text = receipt_xml(receipt(), PAYER, collector(budget_lines=(line,)), receipt(number=6))
    root = ElementTree.fromstring(text)
    found = {
        path: root.findtext(path)
        for path in (
            "DLCTu/TTChung/KHMCTu",
            "DLCTu/TTChung/KHCTu",
            "DLCTu/TTChung/SCTu",
            "DLCTu/TTChung/NLap",
            "DLCTu/TTChung/DVTTe",
            "DLCTu/TTChung/TTCTLQuan/SCTu",
            "DLCTu/NDCTu/TCThu/MST",
            "DLCTu/NDCTu/NNT/Ten",
            "DLCTu/NDCTu/DSKThu/KThu/MTMuc",
            "DLCTu/NDCTu/DSKThu/KThu/Loai",
            "DLCTu/NDCTu/TToan/STBSo",
            "DLCTu/NDCTu/TToan/STBChu",
        )
    }
    assert list(found.values()) == [
        "02BLP0-001",
        "BL-26E",
        "7",
        "2027-01-04",
        "VND",
        "6",
        TAX_CODE,
        PAYER.name,
        "2767",
        "2",
        "8000",
        "Tám nghìn đồng",
    ]
    assert root.find("DLCTu[@Id='data']") is not None
    assert root.find("DSCKS/NNT") is not None


def test_the_xml_of_a_payer_who_is_gone_names_nobody() -> None:
    root = ElementTree.fromstring(receipt_xml(receipt(), Payer("", None), None))
    assert root.find("DLCTu/NDCTu/NNT/Ten") is None
    assert root.find("DLCTu/NDCTu/DSKThu/KThu/MTMuc") is None
