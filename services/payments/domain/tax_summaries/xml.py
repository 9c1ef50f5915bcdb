"""The message of a summary (TDiep) under QĐ 1306/QĐ-CT, before it is signed.

Envelope and header are those published; the rows are named as those of the summary of invoices (BTHDLieu), with the signs of
vouchers: a layout for receipts of fees has not been published. It has its place here, and nowhere else.
"""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from contracts.receipts import Collector, Receipt, ReceiptState
from contracts.tax_summaries import TaxSummary
from contracts.time import VIETNAM, local_day
from payments.domain.receipts.xml import KIND_CODES, SIGNED_ID, VERSION
from payments.domain.tax_summaries.summaries import Line

SIGNATURE_PARENT = "DLieu/BTHDLieu/DSCKS/NNT"
MESSAGE_KIND = "400"
"""MLTDiep of a summary of invoices; one for receipts has not been published."""
STATES = {ReceiptState.ISSUED: "0", ReceiptState.CANCELLED: "1", ReceiptState.REPLACED: "2"}
TITLE = "Bảng tổng hợp dữ liệu biên lai thu phí, lệ phí gửi cơ quan thuế"


def summary_xml(summary: TaxSummary, collector: Collector, lines: Sequence[Line]) -> str:
    message = Element("TDiep")
    _texts(
        SubElement(message, "TTChung"),
        PBan=VERSION,
        MNGui=collector.tax_code,
        MNNhan=collector.tax_office_code,
        MLTDiep=MESSAGE_KIND,
        MTDiep=summary.message_id,
        MST=collector.tax_code,
        SLuong="1",
    )
    table = SubElement(SubElement(message, "DLieu"), "BTHDLieu")
    data = SubElement(table, "DLBTHop", Id=SIGNED_ID)
    _texts(
        SubElement(data, "TTChung"),
        PBan=VERSION,
        Ten=TITLE,
        SBTHDLieu=str(summary.part),
        LKDLieu="N",
        KDLieu=f"{summary.day:%d/%m/%Y}",
        NLap=f"{local_day(summary.prepared_at):%Y-%m-%d}",
        TNNT=collector.name,
        MST=collector.tax_code,
        DVTTe="VND",
    )
    rows = SubElement(SubElement(data, "NDBTHDLieu"), "DSDLieu")
    for position, line in enumerate(lines, start=1):
        _row(SubElement(rows, "DLieu"), position, line)
    SubElement(SubElement(table, "DSCKS"), "NNT")
    return tostring(message, encoding="unicode")


def with_signature(xml: str, signature: str) -> str:
    """The message as it is sent: the signature in its place."""
    before, place, after = xml.rpartition("<NNT />")
    assert place, "summary_xml leaves one"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{before}<NNT>{signature}</NNT>{after}'


def _row(row: Element, position: int, line: Line) -> None:
    receipt = line.receipt
    _texts(
        row,
        STT=str(position),
        KHMCTu=receipt.form_sign,
        KHCTu=receipt.series_sign,
        SCTu=str(receipt.number),
        NLap=_day(receipt),
        Loai=KIND_CODES[receipt.kind],
        TgTien=str(receipt.amount),
        TThai=STATES[line.what],
    )


def _day(receipt: Receipt) -> str:
    return f"{receipt.issued_at.astimezone(VIETNAM):%Y-%m-%d}"


def _texts(parent: Element, **texts: str) -> None:
    for name, text in texts.items():
        SubElement(parent, name).text = text
