"""The XML of a receipt, before it is signed: an electronic voucher (chứng từ điện tử) under QĐ 1306/QĐ-CT.

The names of the parts are those published for vouchers (CTu, DLCTu, TTChung, NDCTu, DSCKS/NNT; KHMCTu, KHCTu, SCTu, STBSo,
STBChu). A layout of its own for receipts of fees has not been published: it has its place here, and nowhere else.
"""

from xml.etree.ElementTree import Element, SubElement, tostring

from contracts.receipts import Collector, Receipt, ReceiptKind
from contracts.records import SignData
from contracts.time import VIETNAM
from payments.domain.receipts.content import TITLES, Payer, readers_of

VERSION = "2.1.0"
SIGNED_ID = "data"
SIGNATURE_PARENT = "DSCKS/NNT"
KIND_CODES = {ReceiptKind.SERVICE_FEE: "1", ReceiptKind.STATE_CHARGE: "2"}
"""LoaiPhiLePhi of the national portal."""


def receipt_data(
    receipt: Receipt, payer: Payer, collector: Collector | None, replaced: Receipt | None = None
) -> SignData:
    """For records, which signs it. `collector` gives the budget lines, None where it is not registered any more."""
    return SignData(
        command_id=f"receipt-xml-{receipt.receipt_id}",
        kind="RECEIPT_DATA",
        title=TITLES[receipt.kind],
        number=f"{receipt.form_sign} {receipt.series_sign} {receipt.number}",
        agency_code=receipt.agency_code,
        agency_name=receipt.collector_name,
        dossier_id=receipt.dossier_id,
        dossier_code=receipt.dossier_code,
        xml=receipt_xml(receipt, payer, collector, replaced),
        signed_id=SIGNED_ID,
        signature_parent=SIGNATURE_PARENT,
        file_name=f"bien-lai-{receipt.series_sign.replace('/', '-')}-{receipt.number}.xml",
        readers=readers_of(receipt),
    )


def receipt_xml(
    receipt: Receipt, payer: Payer, collector: Collector | None, replaced: Receipt | None = None
) -> str:
    voucher = Element("CTu")
    data = SubElement(voucher, "DLCTu", Id=SIGNED_ID)
    _general(SubElement(data, "TTChung"), receipt, replaced)
    content = SubElement(data, "NDCTu")
    _texts(
        SubElement(content, "TCThu"),
        Ten=receipt.collector_name,
        MST=receipt.collector_tax_code,
        DChi=collector.address if collector else "",
        MDVQHCQ=receipt.agency_code,
        MKBNN=receipt.treasury_code,
    )
    _texts(SubElement(content, "NNT"), Ten=payer.name, MST=payer.tax_code or "")
    _charges(SubElement(content, "DSKThu"), receipt, collector)
    _texts(SubElement(content, "TToan"), STBSo=str(receipt.amount), STBChu=receipt.amount_in_words)
    SubElement(SubElement(voucher, "DSCKS"), "NNT")
    return tostring(voucher, encoding="unicode")


def _general(parent: Element, receipt: Receipt, replaced: Receipt | None) -> None:
    _texts(
        parent,
        PBan=VERSION,
        Ten=TITLES[receipt.kind],
        KHMCTu=receipt.form_sign,
        KHCTu=receipt.series_sign,
        SCTu=str(receipt.number),
        NLap=f"{receipt.issued_at.astimezone(VIETNAM):%Y-%m-%d}",
        DVTTe="VND",
        MHSo=receipt.dossier_code or "",
        MGDich=receipt.order_id,
    )
    if replaced is not None:
        related = SubElement(parent, "TTCTLQuan")
        _texts(
            related,
            KHMCTu=replaced.form_sign,
            KHCTu=replaced.series_sign,
            SCTu=str(replaced.number),
            NLap=f"{replaced.issued_at.astimezone(VIETNAM):%Y-%m-%d}",
        )


def _charges(parent: Element, receipt: Receipt, collector: Collector | None) -> None:
    lines = {line.fee_code: line for line in (collector.budget_lines if collector else ())}
    for position, item in enumerate(receipt.items, start=1):
        line = lines.get(item.code)
        _texts(
            SubElement(parent, "KThu"),
            STT=str(position),
            MKThu=item.code,
            Ten=item.name,
            Loai=KIND_CODES[receipt.kind],
            MChuong=line.chapter if line else "",
            MTMuc=line.sub_item if line else "",
            STien=str(item.amount),
        )


def _texts(parent: Element, **texts: str) -> None:
    """A child for each text that is not empty."""
    for name, text in texts.items():
        if text:
            SubElement(parent, name).text = text
