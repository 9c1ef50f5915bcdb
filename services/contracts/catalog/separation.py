"""Separation of duties (tách bạch nhiệm vụ): acts on one dossier that one officer does not do both of, as data."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.base import Model
from contracts.catalog.codes import ProcedureCode
from contracts.printable import ShortText


class OfficeAct(StrEnum):
    """An act of an office on a dossier that may exclude another one (nhiệm vụ khi giải quyết hồ sơ)."""

    RECEIVE = "receive"  # tiếp nhận
    PROCESS = "process"  # thẩm định, xử lý
    SIGN = "sign"  # ký duyệt kết quả
    TAKE_MONEY = "take_money"  # thu phí, lệ phí
    APPROVE_REFUND = "approve_refund"  # duyệt hoàn trả


class SeparatedActs(Model):
    """Two acts on one dossier that are of two officers (hai nhiệm vụ không do một người đảm nhiệm)."""

    done: OfficeAct
    """The earlier act."""
    excluded: OfficeAct
    """What its officer does not do afterwards."""
    ground: ShortText
    """The legal ground (căn cứ pháp lý)."""


SeparatedPairs = Annotated[tuple[SeparatedActs, ...], Field(max_length=20)]


class ProcedureSeparation(Model):
    """What is separated in dossiers of some procedures, in place of what is in general."""

    procedure_codes: Annotated[tuple[ProcedureCode, ...], Field(min_length=1, max_length=500)]
    """Codes of the procedures (mã thủ tục hành chính)."""
    separated_acts: SeparatedPairs
    """All acts that are of two officers in these; none at all where nothing is separated."""


ProcedureSeparations = Annotated[tuple[ProcedureSeparation, ...], Field(max_length=50)]

SEPARATED_BY_LAW = (
    SeparatedActs(
        done=OfficeAct.RECEIVE,
        excluded=OfficeAct.SIGN,
        ground="Nghị định 30/2020/NĐ-CP, Điều 10 đến Điều 13",
    ),
    SeparatedActs(
        done=OfficeAct.TAKE_MONEY,
        excluded=OfficeAct.APPROVE_REFUND,
        ground="Luật Kế toán 88/2015/QH13, Điều 52",
    ),
)
"""What holds where a regime says nothing else."""
