"""Data of a template: text only, made safe to set. Nothing of it is ever read as markup."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.records import IssueDocument
from contracts.time import VIETNAM
from records.domain.document_forms import form_of, regulation_of
from records.domain.numbering import DocumentNumber

_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Controls, marks that turn the direction of writing, unassigned letters."""
_LONG_WORD = re.compile(r"\S{25,}")
_PART = re.compile(r"[^-./@_:,;]+[-./@_:,;]*|[-./@_:,;]+")
_SYLLABLE = re.compile(r"\S{6}(?=\S)")
_BREAK_HERE = "\u200b"
"""Of the template only: it is set as nothing, and no letter of the document (`letters.typ`)."""
_CODES = ("dossier_code", "submission_number", "applicant_email", "applicant_phone", "officer_contact")
"""What people copy: it is never broken, and holds nothing that is not seen."""
_FORMS_OF_PAPER = {"original": "Bản chính", "copy": "Bản sao", "electronic": "Bản điện tử"}


@dataclass(frozen=True)
class SignedBy:
    """Whose certificates sign: `seal` the name in that of the agency, or of the installation; `official` the name of who
    signs beside, with the lines of his office; `decides` where he signs by it and not as who handles the dossier."""

    seal: str
    official: str = ""
    office: tuple[str, ...] = ()
    decides: bool = False

    @property
    def data(self) -> dict[str, Any]:
        return {
            "sealed_by": printable(self.seal),
            "signed_by": printable(self.official),
            "office": [printable(line) for line in self.office] if self.decides else [],
        }


def template_data(
    request: IssueDocument,
    code: str,
    url: str,
    qr: str,
    at: datetime,
    signed: SignedBy,
    number: DocumentNumber | None,
) -> dict[str, Any]:
    """Of a document: `url` is what its QR code holds, `qr` the picture of it (SVG)."""
    form = form_of(request.kind, request.regime_id)
    stated = request.content.model_dump()
    moments = {name: moment_text(value) for name, value in stated.items() if isinstance(value, datetime)}
    content = _as_text(stated) | moments
    content |= {name: unbroken(stated[name]) for name in _CODES}
    for row, stated_row in zip(content["register_rows"], stated["register_rows"], strict=True):
        row["code"] = unbroken(stated_row["code"])
    content["papers"] = [{**paper, "form": _FORMS_OF_PAPER[paper["form"]]} for paper in content["papers"]]
    return {
        **content,
        "kind": request.kind,
        "title": printable(form.title),
        "number": number.text if number else "",
        "book": number.book if number else "",
        "decides": request.decides,
        **signed.data,
        "form_number": printable(request.form_number),
        "regulation": regulation_of(request.regime_id),
        "verification_code": code,
        "address": url,
        "qr": qr,
        "issued_at": moment_text(at),
        "issued_on": local_date_text(at),
    }


def seal_template_data(
    agency_name: str, code: str, url: str, qr: str, at: datetime, signed: SignedBy
) -> dict[str, Any]:
    """Of the visible stamp of a sealed result (SEAL); `url` and `qr` as of a document."""
    return {
        "qr": qr,
        "agency_name": printable(agency_name),
        "issued_at": local_time_text(at),
        "issued_on": local_date_text(at),
        "verification_code": code,
        "place": url.rsplit("/", 1)[0],
        **signed.data,
    }


def moment_text(at: datetime) -> str:
    """As the circulars' forms write it: `09 giờ 15 phút, ngày 04/05/2026`, local."""
    return f"{at.astimezone(VIETNAM):%H giờ %M phút, ngày %d/%m/%Y}"


def local_time_text(at: datetime) -> str:
    """`hh:mm dd/mm/yyyy`, local; in tables and stamps, where there is little room."""
    return f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def local_date_text(at: datetime) -> str:
    local = at.astimezone(VIETNAM)
    return f"ngày {local.day:02d} tháng {local.month:02d} năm {local.year}"


def printable(text: str) -> str:
    """Composed letters, no controls but line ends, and leaves to break within very long words, after signs where it has
    any."""
    composed = unicodedata.normalize("NFC", text)
    shown = "".join(c for c in composed if c == "\n" or unicodedata.category(c) not in _UNPRINTABLE)
    return _LONG_WORD.sub(lambda word: _BREAK_HERE.join(map(_breakable, _PART.findall(word[0]))), shown)


def unbroken(text: str) -> str:
    """As `printable`, without leaves to break."""
    return printable(text).replace(_BREAK_HERE, "")


def _breakable(part: str) -> str:
    return _SYLLABLE.sub(rf"\g<0>{_BREAK_HERE}", part) if len(part) > 12 else part


def _as_text(value: Any) -> Any:
    if isinstance(value, datetime):
        return local_time_text(value)
    if isinstance(value, dict):
        return {key: _as_text(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_as_text(inner) for inner in value]
    return printable(value) if isinstance(value, str) else value
