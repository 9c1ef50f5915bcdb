"""Mandates to sign (giao ký thay, thừa lệnh, thừa ủy quyền): who signs which decisions for the head of an agency."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.base import Body, Command, Identifier, Instant, Model, PageRequest, Query
from contracts.catalog import ProcedureCode
from contracts.printable import LongText, ShortText
from contracts.records.certificates import SigningCapacity


class DecisionKind(StrEnum):
    """Which decision of an agency is signed (loại văn bản)."""

    RESULT = "RESULT"  # kết quả giải quyết thủ tục hành chính
    APOLOGY_EXTENSION = "APOLOGY_EXTENSION"  # văn bản xin lỗi và hẹn lại ngày trả
    STOP_NOTICE = "STOP_NOTICE"  # thông báo dừng giải quyết
    REFUSAL = "REFUSAL"  # văn bản từ chối giải quyết


ProcedureCodes = Annotated[tuple[ProcedureCode, ...], Field(max_length=200)]
DecisionKinds = Annotated[tuple[DecisionKind, ...], Field(max_length=len(DecisionKind))]


class MandateScope(Model):
    """What a mandate covers, and when."""

    procedure_codes: ProcedureCodes = ()
    """Procedures whose decisions are signed by it; empty: all."""
    document_kinds: DecisionKinds = ()
    """Kinds of decisions that are signed by it; empty: all."""
    from_at: Instant
    """From when (UTC)."""
    until_at: Instant
    """Until when, that moment not included (UTC)."""
    ended_at: Instant | None = None
    """From when it holds no more, before its time (UTC)."""


class SigningMandate(MandateScope):
    """A recorded mandate to sign for the head of an agency (văn bản giao ký, ủy quyền ký)."""

    mandate_id: Identifier
    """Id of the mandate."""
    version: int
    """Version of the mandate, from 1."""
    agency_code: str
    """Agency whose decisions are signed (mã định danh cơ quan)."""
    account_id: Identifier
    """Account of who signs by it."""
    form: SigningCapacity
    """How the block of the signature begins: deputy (KT.), by_order (TL.) or mandated (TUQ.)."""
    on_behalf_of: str
    """Position of who is signed for, as printed."""
    body: str = ""
    """Body that decides together and is signed for (TM.), as printed before; empty: none."""
    ground: str = ""
    """Decision or letter by which it is given (văn bản giao ký, ủy quyền)."""
    granted_by: Identifier
    """Account of the head who gave it."""
    granted_at: Instant
    """When it was recorded (UTC)."""
    ended_by: Identifier | None = None
    """Account of who ended it before its time."""
    ended_reason: str | None = None
    """Why."""


class GrantMandateBody(Body):
    """A mandate to record (NĐ 30/2020/NĐ-CP art 13).

    By who signs for the agency in the own name: its head, or who holds that office. Who signs by a mandate gives none on.
    """

    account_id: Identifier
    """Account of who is to sign, an officer of the agency."""
    form: SigningCapacity
    """How the block of the signature begins: deputy (KT.), by_order (TL.) or mandated (TUQ.)."""
    on_behalf_of: ShortText
    """Position of who is signed for, as printed: Chủ tịch."""
    body: ShortText | None = None
    """Body that decides together and is signed for (TM.), as printed before: Ủy ban nhân dân."""
    ground: ShortText | None = None
    """Decision or letter by which it is given; needed for TL. and TUQ."""
    procedure_codes: ProcedureCodes = ()
    """Procedures whose decisions are signed by it; empty: all. TUQ. needs these or kinds."""
    document_kinds: DecisionKinds = ()
    """Kinds of decisions that are signed by it; empty: all."""
    from_at: Instant
    """From when (time with its offset from UTC)."""
    until_at: Instant
    """Until when, that moment not included (time with its offset from UTC)."""


class GrantMandate(GrantMandateBody, Command):
    """Command to record a mandate to sign (giao ký thay, thừa lệnh, thừa ủy quyền)."""


class EndMandateBody(Body):
    """An end before its time (chấm dứt, thu hồi ủy quyền), from now on. What was signed before stays valid."""

    reason: LongText
    """Why (lý do)."""


class EndMandate(EndMandateBody, Command):
    """Command to end a mandate to sign; ending it again changes nothing."""

    mandate_id: Identifier
    """Id of the mandate."""


class ListMandates(PageRequest):
    """Query for the mandates of the caller's agency, an administrator's of all, newest first."""


class MandateEvent(Model):
    """Event payload: a mandate was recorded, or ended before its time. No name of a person."""

    mandate_id: Identifier
    """Id of the mandate."""
    agency_code: str
    """Agency whose decisions are signed."""
    account_id: Identifier
    """Account of who signs by it."""
    form: SigningCapacity
    """How the block of the signature begins."""


class GetSigningPowers(Query):
    """Query of a service for who signs decisions of an agency."""

    agency_code: ShortText
    """Code of the agency."""


class OfficialPower(Model):
    """An official with a certificate of the agency that is in force."""

    account_id: Identifier
    """Account of the official."""
    until_at: Instant
    """Until when the certificate is in force (UTC)."""
    signs_all: bool
    """Whether every decision of the agency, by the registered office."""
    mandates: tuple[MandateScope, ...] = ()
    """Else what mandates cover."""


class SigningPowers(Model):
    """Who signs decisions of an agency. Without a seal of its own (`sealed`) nobody is asked for a certificate."""

    sealed: bool
    """Whether the agency has a seal of its own in force."""
    officials: tuple[OfficialPower, ...] = ()
    """Those who have a certificate in force."""
