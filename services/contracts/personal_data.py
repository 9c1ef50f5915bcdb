"""What every service answers about the data of one person (dữ liệu cá nhân): exported, erased, retained.

Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15. Accounts asks each owner of data in turn, beside any request; the owner asks
nobody else in order to answer.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.base import AssuranceLevel, Day, Identifier, Instant, Model, PersonalNumber, Query


class DataCategory(StrEnum):
    """A kind of data of a person (loại dữ liệu cá nhân)."""

    PROFILE = "profile"  # thông tin tài khoản
    IDENTITY_EVIDENCE = "identity_evidence"  # chứng cứ xác thực danh tính
    SESSIONS = "sessions"  # phiên đăng nhập, tài khoản định danh đã liên kết
    CONSENTS = "consents"  # nhật ký đồng ý
    DATA_REQUESTS = "data_requests"  # yêu cầu của chủ thể dữ liệu
    REPRESENTATIONS = "representations"  # việc đại diện, ủy quyền
    DOSSIERS = "dossiers"  # hồ sơ thủ tục hành chính
    DATA_READINGS = "data_readings"  # lượt truy cập dữ liệu
    PAPERS = "papers"  # giấy tờ trong kho dữ liệu điện tử
    FILES = "files"  # tệp đã tải lên
    MESSAGES = "messages"  # thông báo
    BILLS = "bills"  # khoản thu, thanh toán
    SYNCED_DOSSIERS = "synced_dossiers"  # hồ sơ do cơ quan khác đồng bộ


class RetentionGround(StrEnum):
    """Why data are retained (căn cứ lưu giữ) though their person asks that they be erased."""

    DOSSIER_UNDER_WAY = "dossier_under_way"  # hồ sơ đang được giải quyết: Luật 91/2025/QH15 điều 19
    DOSSIER_RECORD = "dossier_record"  # hồ sơ lưu trữ: Luật Lưu trữ 33/2024/QH15
    ACCOUNTING = "accounting"  # chứng từ kế toán: Luật Kế toán 88/2015/QH13 điều 41
    ISSUED_PAPER = "issued_paper"  # kết quả, bản số hóa mà cơ quan chịu trách nhiệm
    NOTICE_EVIDENCE = "notice_evidence"  # chứng cứ đã thông báo theo luật
    IDENTITY_EVIDENCE = "identity_evidence"  # chứng cứ xác thực danh tính: NĐ 69/2024/NĐ-CP
    LAWFUL_PROCESSING_EVIDENCE = (
        "lawful_processing_evidence"  # chứng minh việc xử lý đúng luật: Luật 91/2025/QH15
    )
    SOURCE_AGENCY = "source_agency"  # dữ liệu của cơ quan nguồn: yêu cầu tại cơ quan đó
    HOLD = "hold"  # đang bị tạm dừng tiêu hủy


class PersonQuery(Query):
    """Which person it is about: the account, and the number that is proved, if any."""

    account_id: Identifier
    """Id of the account."""
    personal_number: Annotated[PersonalNumber | None, Field(repr=False)] = None
    """Personal identification number (số định danh cá nhân) that is proved; none: nothing is found by a number."""
    assurance: AssuranceLevel = 0
    """Level to which the number is proved."""


class ExportPerson(PersonQuery):
    """Query for the next part of all that a service has of a person. For accounts only.

    May be repeated: the same cursor gives the part that follows it.
    """

    cursor: Annotated[str, StringConstraints(max_length=2048)] | None = None
    """Where to continue: `next_cursor` of the part before."""


ArchivePath = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9_-]+(/[A-Za-z0-9._-]+){0,3}$", min_length=1, max_length=200)
]
"""Path of a file in an archive, with `/` between its folders."""


class ExportedEntry(Model):
    """One JSON file of an archive."""

    path: ArchivePath
    """Its path."""
    text: Annotated[str, StringConstraints(pattern=r"^[ -~]*$"), Field(repr=False)]
    """Its content: JSON in ASCII, so that it passes whatever somebody once wrote."""


class ExportedFile(Model):
    """One file that the person has handed in or been given, by its id; its bytes are in records."""

    path: ArchivePath
    """Its path in the archive, without its extension."""
    file_id: Identifier
    """Id of the file."""


class ExportedPart(Model):
    """A part of what a service has of a person."""

    entries: tuple[ExportedEntry, ...] = ()
    """JSON files."""
    files: tuple[ExportedFile, ...] = ()
    """Files to be taken into the archive."""
    next_cursor: str | None = None
    """Where the next part begins; absent on the last one."""


class ErasePerson(PersonQuery):
    """Request to erase what no law retains of a person (xóa dữ liệu cá nhân). For accounts only.

    May be repeated: what is gone is gone. With `survey` nothing changes.
    """

    survey: bool = False
    """Whether only to say what would be erased and what is retained."""
    ended_before: Instant | None = None
    """Dossiers that ended before this (UTC) are retained by law no longer; none: no schedule says so."""


class RestrictPerson(Query):
    """Request to restrict, or no longer to restrict, what is done with a person's data (hạn chế xử lý dữ liệu).

    For accounts only. May be repeated: it says how it is from now on.
    """

    account_id: Identifier
    """Id of the account."""
    restricted: bool
    """Whether it is restricted."""


class ErasedData(Model):
    """Data that were erased, or would be (dữ liệu được xóa)."""

    category: DataCategory
    """What kind of data."""
    count: Annotated[int, Field(ge=0)]
    """How many things."""


class RetainedData(Model):
    """Data that are retained (dữ liệu được lưu giữ), and why."""

    category: DataCategory
    """What kind of data."""
    count: Annotated[int, Field(ge=0)]
    """How many things."""
    ground: RetentionGround
    """Why (căn cứ)."""
    until: Day | None = None
    """Until when, where that is known (local day of Viet Nam)."""


class Erasure(Model):
    """What became of the data of a person in one service."""

    erased: tuple[ErasedData, ...] = ()
    """What was erased, or would be."""
    retained: tuple[RetainedData, ...] = ()
    """What is retained, and why."""
