"""The register of breaches of the protection of personal data (sổ theo dõi vi phạm quy định về bảo vệ dữ liệu cá nhân).

Luật 91/2025/QH15 art 23, NĐ 356/2025/NĐ-CP (form 08); of a cyber incident NĐ 331/2026/NĐ-CP art 31.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.accounts.fields import AgencyCode
from contracts.base import Body, Command, Identifier, Instant, Model, PageRequest, Query
from contracts.personal_data import DataCategory
from contracts.printable import LongText, ShortText, Title

MOST_PERSONS = 200
"""Persons that one command tells."""


class IncidentSeverity(StrEnum):
    """How serious the cyber incident is that the breach is part of (mức độ sự cố an ninh mạng)."""

    NONE = "none"  # không phải sự cố an ninh mạng
    SERIOUS = "serious"  # nghiêm trọng
    INTERRUPTING = "interrupting"  # gây gián đoạn nghiêm trọng


class BreachAddressee(StrEnum):
    """Who is told of a breach (nơi nhận thông báo)."""

    DATA_PROTECTION_AUTHORITY = "data_protection_authority"  # cơ quan chuyên trách bảo vệ dữ liệu cá nhân
    CYBER_SECURITY_AUTHORITY = "cyber_security_authority"  # lực lượng chuyên trách bảo vệ an ninh mạng
    DATA_SUBJECTS = "data_subjects"  # chủ thể dữ liệu bị ảnh hưởng


class BreachDutyKind(StrEnum):
    """What is to be told (nghĩa vụ thông báo, báo cáo)."""

    CYBER_FIRST_NOTICE = "cyber_first_notice"  # thông báo ban đầu về sự cố an ninh mạng
    CYBER_REPORT = "cyber_report"  # báo cáo sự cố an ninh mạng
    DATA_PROTECTION_NOTICE = "data_protection_notice"  # thông báo vi phạm bảo vệ dữ liệu cá nhân
    PERSONS_TOLD = "persons_told"  # thông báo cho chủ thể dữ liệu


class BreachState(StrEnum):
    """Whether a breach is still dealt with."""

    OPEN = "open"  # đang xử lý
    CLOSED = "closed"  # đã kết thúc


class BreachAct(StrEnum):
    """What an entry of the register is."""

    RECORDED = "recorded"  # ghi nhận vi phạm
    AMENDED = "amended"  # bổ sung, sửa dữ kiện
    NOTICE_GIVEN = "notice_given"  # đã thông báo, báo cáo
    PERSONS_TOLD = "persons_told"  # đã thông báo cho chủ thể dữ liệu
    SHEET_MADE = "sheet_made"  # đã lập thông báo
    CLOSED = "closed"  # kết thúc xử lý


class BreachFacts(Model):
    """The facts of a breach: one sheet for both addressees (NĐ 356/2025/NĐ-CP, form 08). Names no affected person."""

    controller_name: Title
    """Who controls the data (bên kiểm soát dữ liệu cá nhân): the name of the agency."""
    contact_name: Title
    """Who answers questions (nhân sự bảo vệ dữ liệu cá nhân)."""
    contact: ShortText
    """How to reach that officer."""
    discovered_at: Instant
    """When the breach was discovered (thời điểm phát hiện) (UTC): from here the time limits run."""
    occurred_at: Instant | None = None
    """When it began, where that is known (UTC)."""
    nature: LongText
    """What happened (mô tả hành vi, tính chất vi phạm)."""
    data: Annotated[tuple[DataCategory, ...], Field(min_length=1, max_length=20)]
    """Which data."""
    persons: Annotated[int, Field(ge=0, le=200_000_000)]
    """How many persons are affected, as far as is known."""
    location_or_biometric: bool = False
    """Whether places of persons or biometric data are among them: then the persons are told as well."""
    severity: IncidentSeverity = IncidentSeverity.NONE
    """Whether it is part of a cyber incident, and how serious."""
    consequences: LongText
    """What may come of it (hậu quả, thiệt hại có thể xảy ra)."""
    measures: LongText
    """What is done against it (biện pháp khắc phục)."""


class BreachDuty(Model):
    """One thing to be told, and until when."""

    duty: BreachDutyKind
    """What."""
    addressee: BreachAddressee
    """To whom."""
    due_at: Instant
    """Until when (UTC); days off do not move it."""
    done_at: Instant | None = None
    """When it was told (UTC)."""


class BreachSheetFile(Model):
    """The sheet of facts as a signed PDF."""

    file_id: Identifier
    """Id of its file, for POST /v1/files/{file_id}/download by who asked for it."""
    verification_code: str
    """Code by which anybody verifies it."""
    of_version: int
    """Version of the breach that it states."""


class Breach(Model):
    """A breach as it stands. `version` is its ETag; it counts the entries of the register."""

    breach_id: Identifier
    """Id of the breach."""
    version: int
    """Version: the number of its newest entry."""
    agency_code: str | None = None
    """Agency whose breach it is (mã định danh cơ quan); none: who runs the portal."""
    state: BreachState
    """Whether it is still dealt with."""
    regime: str
    """The decree by whose times it is told."""
    recorded_at: Instant
    """When it was entered (UTC)."""
    facts: BreachFacts
    """The facts, as last stated."""
    duties: tuple[BreachDuty, ...]
    """What is to be told, in the order of the limits."""
    told_persons: int = 0
    """How many affected persons have been told through the portal."""
    sheet: BreachSheetFile | None = None
    """The newest signed sheet."""
    sheet_pending: bool = False
    """Whether a sheet is being made."""
    closed_at: Instant | None = None
    """When it was closed (UTC)."""


class BreachEntry(Model):
    """An entry of the register, which is only added to."""

    number: int
    """Its number in the register of this breach, from 1."""
    act: BreachAct
    """What was done."""
    at: Instant
    """When it was entered (UTC)."""
    by: str
    """Account of who entered it."""
    facts: BreachFacts | None = None
    """The facts as stated by it."""
    duty: BreachDutyKind | None = None
    """Of a notice: which."""
    given_at: Instant | None = None
    """Of a notice: when it was given (UTC)."""
    reference: str | None = None
    """Of a notice: by what it is proved, a number or a receipt."""
    text: str | None = None
    """What the persons were told, or how the breach ended."""
    count: int | None = None
    """How many persons were told."""
    sheet: BreachSheetFile | None = None
    """The sheet that was made."""
    agency_code: str | None = None
    """Of the first entry: the agency."""
    sha256: str = ""
    """SHA-256 of the other fields as canonical JSON, in hex: the chained log has it too."""


class BreachSheetLine(Model):
    """A line of the sheet."""

    label: str
    """What it states, in Vietnamese."""
    text: str
    """What is stated."""


class BreachSheet(Model):
    """The sheet of facts (phiếu dữ kiện) for both addressees, in words; what the signed PDF prints."""

    breach: Breach
    """The breach."""
    lines: tuple[BreachSheetLine, ...]
    """Its lines."""


class RecordBreachBody(Body):
    """A breach that was discovered."""

    agency_code: AgencyCode | None = None
    """Agency whose breach it is; left out: the officer's own, or who runs the portal."""
    facts: BreachFacts
    """What is known of it."""


class RecordBreach(RecordBreachBody, Command):
    """Command to enter a breach (ghi sổ vi phạm), by who is responsible for the protection of data."""


class AmendBreachBody(Body):
    """The facts as they are known now."""

    facts: BreachFacts
    """All of them; those before stay in the register."""


class AmendBreach(AmendBreachBody, Command):
    """Command to state the facts anew (bổ sung dữ kiện)."""

    breach_id: Identifier
    """Id of the breach."""
    expected_version: int
    """Version that the caller has seen."""


class NoteBreachNoticeBody(Body):
    """That an authority was told, or the persons by another way than the portal."""

    duty: BreachDutyKind
    """What was told."""
    given_at: Instant
    """When (UTC)."""
    reference: ShortText
    """By what it is proved: number of the letter, receipt of the authority."""


class NoteBreachNotice(NoteBreachNoticeBody, Command):
    """Command to enter a notice that was given (đã thông báo)."""

    breach_id: Identifier
    """Id of the breach."""
    expected_version: int
    """Version that the caller has seen."""


class TellAffectedPersonsBody(Body):
    """Whom to tell, and what."""

    account_ids: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=MOST_PERSONS)]
    """Accounts of affected persons."""
    text: LongText
    """What they are told, in plain words."""
    all_told: bool = False
    """Whether these are the last: the duty to tell the persons is done by it."""


class TellAffectedPersons(TellAffectedPersonsBody, Command):
    """Command to tell affected persons (thông báo cho chủ thể dữ liệu), each once, whoever is named again."""

    breach_id: Identifier
    """Id of the breach."""
    expected_version: int
    """Version that the caller has seen."""


class MakeBreachSheet(Command):
    """Command to make the sheet of facts as a signed PDF. It is made in a while, and entered in the register."""

    breach_id: Identifier
    """Id of the breach."""
    expected_version: int
    """Version that the caller has seen."""


class CloseBreachBody(Body):
    """How it ended."""

    outcome: LongText
    """What was done, in words."""


class CloseBreach(CloseBreachBody, Command):
    """Command to close a breach (kết thúc xử lý), once all that is to be told has been told."""

    breach_id: Identifier
    """Id of the breach."""
    expected_version: int
    """Version that the caller has seen."""


class GetBreach(Query):
    """Query for one breach. For who is responsible for it; for anybody else the answer is not_found."""

    breach_id: Identifier
    """Id of the breach."""


class GetBreachSheet(Query):
    """Query for the sheet of facts of a breach."""

    breach_id: Identifier
    """Id of the breach."""


class ListBreaches(PageRequest):
    """Query for the breaches that the caller is responsible for, newest first."""

    state: BreachState | None = None
    """Narrows to a state."""


class ListBreachEntries(PageRequest):
    """Query for the entries of the register of a breach, oldest first."""

    breach_id: Identifier
    """Id of the breach."""


class BreachEntered(Model):
    """Event payload: an entry of the register, by its hash. No words of it."""

    breach_id: Identifier
    """Id of the breach."""
    number: int
    """Number of the entry."""
    act: BreachAct
    """What was done."""
    sha256: str
    """SHA-256 of the entry, in hex."""


class BreachDeadlineEvent(Model):
    """Event payload: what is to be told of a breach is due soon, or overdue; of a new breach, what is due first."""

    breach_id: Identifier
    """Id of the breach."""
    duty: BreachDutyKind
    """What is to be told."""
    deadline: Instant
    """Until when (UTC)."""
    officer_ids: tuple[str, ...] = ()
    """Accounts of those who are responsible."""


class AffectedPersonsTold(Model):
    """Event payload: affected persons are told."""

    breach_id: Identifier
    """Id of the breach."""
    account_ids: tuple[str, ...]
    """Their accounts."""
    notice_text: str
    """What they are told."""
