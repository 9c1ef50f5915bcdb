"""Rows of the portal's contract of 2018 (LayThuTuc and the code lists, 2018-2022).

Everything is text, as its clients send and read it; what is missing is an empty text or an empty list, never null.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from catalog.domain.legacy_api.terms import CHANNEL_NUMBERS, money, span
from contracts.agency_codes import is_code
from contracts.catalog import (
    AdministrativeLevel,
    Agency,
    Fee,
    NamedCode,
    OnlineLevel,
    Procedure,
    ProcedureComponent,
    ProcedureContent,
    ProcedureSummary,
    SubmissionChannel,
    TimeLimit,
    VersionState,
)

LegacyRow = dict[str, Any]
LAW_NUMBER = re.compile(r"\b\d+/\d{4}/[\w-]*\w")
LEVEL_NUMBERS = {level: str(number) for number, level in enumerate(AdministrativeLevel, start=1)}
"""CAPDONVI. The contract's source does not say which number means what: they are in the order of `AdministrativeLevel`."""


def procedure_row(procedure: Procedure, day: date) -> LegacyRow:
    """LayThuTuc. Fees are those of the local day."""
    return {
        **_head(procedure),
        "TRINHTUTHUCHIEN": _sequence(procedure),
        "CACHTHUCTHUCHIEN": _ways(procedure, [fee for fee in procedure.fees if _charged(fee, day)]),
        "THANHPHANHOSO": _papers(procedure),
        "DOITUONGTHUCHIEN": [{"TENDOITUONG": name} for name in procedure.subjects],
        "COQUANTHUCHIEN": [_performer(agency) for agency in procedure.agencies],
        "KETQUATHUCHIEN": [{"MAKETQUA": kind.code, "TENKETQUA": kind.name} for kind in procedure.results],
        "CANCUPHAPLY": [_law(text) for text in procedure.legal_bases],
        "YEUCAU": procedure.requirements,
        "TRANGTHAI": "1" if procedure.state is VersionState.PUBLIC else "0",
    }


def listed_row(summary: ProcedureSummary) -> LegacyRow:
    """LayDanhSachTTHC: only public procedures are listed."""
    return {**_head(summary), "TRANGTHAI": "1"}


def agency_row(agency: Agency) -> LegacyRow:
    """LayDanhMucCoQuan."""
    return {"MADONVI": agency.code, "TENDONVI": agency.name, "CAPDONVI": LEVEL_NUMBERS[agency.level]}


def field_row(field: NamedCode) -> LegacyRow:
    """LayDanhMucLinhVuc."""
    return {"MALINHVUC": field.code, "TENLINHVUC": field.name}


def _head(summary: ProcedureSummary) -> LegacyRow:
    return {
        "MATTHC": summary.code,
        "TENTTHC": summary.name,
        "MACOQUANCONGBO": summary.promulgator.code,
        "LINHVUCTHUCHIEN": [field_row(summary.field)] if summary.field else [],
    }


def _sequence(content: ProcedureContent) -> list[LegacyRow]:
    steps = content.sequence or tuple(filter(None, (content.description,)))
    if not steps:
        return []
    return [{"TRUONGHOP": "", "TRINHTU": [{"TENTRINHTU": step} for step in steps]}]


def _ways(content: ProcedureContent, fees: list[Fee]) -> list[LegacyRow]:
    return [
        {"KENH": CHANNEL_NUMBERS[channel], "THOIGIAN": _times(content, fees, channel)}
        for channel in channels(content, fees)
    ]


def channels(content: ProcedureContent, fees: Iterable[Fee]) -> list[SubmissionChannel]:
    """Those that a time or a fee names; all when one is for all, but not online where nothing is filed online."""
    named = {limit.channel for limit in content.time_limits} | {fee.channel for fee in fees}
    if None not in named:
        return [channel for channel in SubmissionChannel if channel in named]
    offline = content.online_level is OnlineLevel.NONE
    return [
        channel
        for channel in SubmissionChannel
        if channel in named or channel is not SubmissionChannel.ONLINE or not offline
    ]


def _times(content: ProcedureContent, fees: list[Fee], channel: SubmissionChannel) -> list[LegacyRow]:
    """Without any time of this channel its fees stand under an empty one."""
    limits = [limit for limit in content.time_limits if limit.channel in (None, channel)]
    charged = [fee for fee in fees if fee.channel in (None, channel)]
    if not limits:
        empty = {"THOIGIANGIAIQUYET": "", "DONVITINH": "", "MOTA": ""}
        return [{**empty, "PHILEPHI": [_fee(content, fee) for fee in charged]}]
    return [_time(content, limit, charged) for limit in limits]


def _time(content: ProcedureContent, limit: TimeLimit, fees: Iterable[Fee]) -> LegacyRow:
    quantity, unit = span(limit)
    together = [
        fee for fee in fees if None in (fee.case_code, limit.case_code) or fee.case_code == limit.case_code
    ]
    return {
        "THOIGIANGIAIQUYET": quantity,
        "DONVITINH": unit,
        "MOTA": _joined(_case(content, limit.case_code), limit.text),
        "PHILEPHI": [_fee(content, fee) for fee in together],
    }  # fmt: skip


def _fee(content: ProcedureContent, fee: Fee) -> LegacyRow:
    amount, unit, words = money(fee)
    described = _joined(_case(content, fee.case_code), fee.name, fee.text or words)
    return {"MAPHILEPHI": fee.code, "SOTIEN": amount, "DONVI": unit, "MOTA": described}


def _charged(fee: Fee, day: date) -> bool:
    return (fee.valid_from is None or fee.valid_from <= day) and (fee.valid_to is None or day <= fee.valid_to)


def _papers(content: ProcedureContent) -> list[LegacyRow]:
    """Under the case and the heading that they stand under, in the order of the source."""
    cases: dict[str, list[LegacyRow]] = {}
    for paper in content.components:
        cases.setdefault(_joined(_case(content, paper.case_code), paper.group), []).append(_paper(paper))
    return [{"TRUONGHOP": case, "GIAYTO": papers} for case, papers in cases.items()]


def _paper(paper: ProcedureComponent) -> LegacyRow:
    """Forms as files are named; their bytes stay in their source, which has no address of them."""
    forms = "; ".join(file.name for file in paper.form_files)
    return {"MAGIAYTO": paper.code, "TENGIAYTO": paper.name, "TENMAUDON": forms, "URL": ""}


def _performer(agency: str) -> LegacyRow:
    is_agency_code = is_code(agency)
    return {"MADONVI": agency if is_agency_code else "", "TENDONVI": "" if is_agency_code else agency}


def _law(text: str) -> LegacyRow:
    number = LAW_NUMBER.search(text)
    return {"SOVANBAN": number.group() if number else "", "TENVANBAN": text}


def _case(content: ProcedureContent, code: str | None) -> str:
    return next((case.name for case in content.cases if case.code == code), "")


def _joined(*parts: str) -> str:
    return ": ".join(part for part in parts if part)
