"""What the signed PDF of a receipt says (NĐ 254/2026/NĐ-CP art 24): for records, which sets and signs it."""

from dataclasses import dataclass

from contracts.receipts import Receipt, ReceiptKind
from contracts.records import (
    DocumentContent,
    DossierReaders,
    IssueDocument,
    StatedCharge,
    StatedFact,
    StatedReceipt,
)
from contracts.time import VIETNAM

REGIME = "nd-254-2026"
DOCUMENT_KINDS = {ReceiptKind.SERVICE_FEE: "FEE_RECEIPT", ReceiptKind.STATE_CHARGE: "CHARGE_RECEIPT"}
TITLES = {ReceiptKind.SERVICE_FEE: "Biên lai thu phí", ReceiptKind.STATE_CHARGE: "Biên lai thu lệ phí"}
_NO_FORM_NUMBER = "-"


@dataclass(frozen=True)
class Payer:
    """Who paid: `name` is empty where it is not known any more, `tax_code` that of an organisation."""

    name: str
    tax_code: str | None


def figures(vnd: int) -> str:
    """An amount as it is written in Vietnamese: 1.250.000 đồng."""
    return f"{vnd:,} đồng".replace(",", ".")


def receipt_document(receipt: Receipt, payer: Payer, replaced: Receipt | None = None) -> IssueDocument:
    """`replaced` is the receipt whose place it takes."""
    return IssueDocument(
        command_id=f"receipt-pdf-{receipt.receipt_id}",
        kind=DOCUMENT_KINDS[receipt.kind],
        form_number=_NO_FORM_NUMBER,
        regime_id=REGIME,
        agency_code=receipt.agency_code,
        dossier_id=receipt.dossier_id,
        content=DocumentContent(
            agency_name=receipt.collector_name,
            dossier_code=receipt.dossier_code or "",
            facts=tuple(
                StatedFact(label=label, text=text) for label, text in _facts(receipt, payer, replaced) if text
            ),
            receipt=StatedReceipt(
                form_sign=receipt.form_sign,
                series_sign=receipt.series_sign,
                number=str(receipt.number),
                charges=tuple(
                    StatedCharge(name=item.name, amount=figures(item.amount)) for item in receipt.items
                ),
                total=figures(receipt.amount),
                total_in_words=receipt.amount_in_words,
            ),
        ),
        readers=readers_of(receipt),
    )


def readers_of(receipt: Receipt) -> DossierReaders:
    """The agency and who paid."""
    return DossierReaders(account_ids=(receipt.payer_id,))


def _facts(receipt: Receipt, payer: Payer, replaced: Receipt | None) -> tuple[tuple[str, str], ...]:
    collected = receipt.collected_at.astimezone(VIETNAM)
    instead = ""
    if replaced is not None:
        issued = replaced.issued_at.astimezone(VIETNAM)
        instead = (
            f"mẫu số {replaced.form_sign}, ký hiệu {replaced.series_sign}, số {replaced.number}, "
            f"ngày {issued:%d/%m/%Y}"
        )
    return (
        ("Tổ chức thu", receipt.collector_name),
        ("Mã số thuế", receipt.collector_tax_code),
        ("Người nộp tiền", payer.name),
        ("Mã số thuế của người nộp", payer.tax_code or ""),
        ("Thủ tục", receipt.procedure_name or ""),
        ("Thu tiền lúc", f"{collected:%H giờ %M phút, ngày %d/%m/%Y}"),
        ("Lập biên lai ngày", f"{receipt.issued_at.astimezone(VIETNAM):%d/%m/%Y}"),
        ("Thay thế biên lai", instead),
    )
