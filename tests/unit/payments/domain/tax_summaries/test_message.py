"""The message of a summary: what it says, and that its signature is good in the place that it is sent in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree

from tests.support.records.signing import signing_authority
from tests.unit.payments.domain.receipts.test_receipts import collector, receipt
from tests.unit.records.sealing.test_xml_signatures import second_reading

from contracts.receipts import ReceiptState
from payments.domain.tax_summaries.summaries import Line, prepared
from payments.domain.tax_summaries.xml import SIGNATURE_PARENT, summary_xml, with_signature

AT = datetime(2027, 1, 4, 14, 0, tzinfo=UTC)
LINES = (Line(receipt(), ReceiptState.ISSUED), Line(receipt(number=6), ReceiptState.CANCELLED))
SUMMARY = prepared(collector(), date(2027, 1, 4), 1, LINES, "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55", AT)


def test_money_of_what_ended_is_not_counted_again() -> None:
    assert (SUMMARY.receipt_count, SUMMARY.total) == (2, 8_000)


def test_the_number_of_a_message_is_the_tax_code_and_32_digits_and_letters() -> None:
    assert SUMMARY.message_id == "0101243150" + "0198B3F02F6C7C319D3E6B1F0E8A7C55"
    assert len(SUMMARY.message_id) <= 46


def test_what_it_says() -> None:
    root = ElementTree.fromstring(summary_xml(SUMMARY, collector(), LINES))
    assert root.findtext("TTChung/MTDiep") == SUMMARY.message_id
    data = root.find("DLieu/BTHDLieu/DLBTHop")
    assert data is not None
    assert [data.findtext(f"TTChung/{name}") for name in ("KDLieu", "SBTHDLieu", "MST")] == [
        "04/01/2027",
        "1",
        "0101243150",
    ]
    rows = data.findall("NDBTHDLieu/DSDLieu/DLieu")
    assert [(row.findtext("SCTu"), row.findtext("TThai")) for row in rows] == [("7", "0"), ("6", "1")]


def test_its_signature_is_good_where_it_is_put(tmp_path: Path) -> None:
    xml = summary_xml(SUMMARY, collector(), LINES)
    with signing_authority(tmp_path) as authority:
        signed = authority.chain().sign_xml(xml.encode(), "data", SIGNATURE_PARENT, authority.signers())
        text = signed.decode()
        end = "</ds:Signature>"
        signature = text[text.index("<ds:Signature ") : text.index(end) + len(end)]
        second_reading(with_signature(xml, signature).encode(), authority.certificate_pem)
