"""Readings of a person's data by somebody else (truy cập dữ liệu cá nhân): what was shown, to whom, on what ground.

Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15: data are read for a purpose, and the person may know by whom.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import unquote

from pydantic import StringConstraints

from contracts.base import Actor, ActorKind, Identifier, Instant, Model
from contracts.printable import first_unprintable, normal_line

LONGEST_REFERENCE = 200
"""Characters of what a stated ground refers to."""


class ReadPart(StrEnum):
    """What was shown (nội dung đã truy cập)."""

    DOSSIER = "dossier"  # toàn bộ hồ sơ
    MATTER = "matter"  # nội dung, không có số định danh, địa chỉ liên hệ: cơ quan được lấy ý kiến
    HISTORY = "history"  # quá trình xử lý
    CLOCK = "clock"  # cách tính thời hạn
    CONTROL_SHEET = "control_sheet"  # phiếu kiểm soát
    LINE = "line"  # một dòng trong danh sách hồ sơ
    REGISTER_ROW = "register_row"  # một dòng trong sổ theo dõi hồ sơ
    FILE = "file"  # nội dung một tệp
    LOOK_UP = "look_up"  # tra cứu theo số định danh: các dòng tìm được, hoặc không có dòng nào
    PAPER = "paper"  # giấy tờ trong kho dữ liệu điện tử


class ReadingGround(StrEnum):
    """Căn cứ truy cập: why it was shown. The first follow from the work itself, the others are stated by who reads."""

    OWN_TASK = "own_task"  # được giao hoặc đã tham gia giải quyết
    AGENCY_TASK = "agency_task"  # cơ quan đang giải quyết
    CONSULTATION = "consultation"  # cơ quan được lấy ý kiến
    SUPERVISION = "supervision"  # người đứng đầu, lãnh đạo cơ quan giải quyết
    AGENCY_SYSTEM = "agency_system"  # hệ thống thông tin của cơ quan hoặc của cơ quan cấp trên
    ISSUER = "issuer"  # cơ quan đã cấp, số hóa hoặc xác nhận giấy tờ
    DOSSIER = "dossier"  # tệp thuộc hồ sơ mà cơ quan tham gia giải quyết
    REPRESENTATION = "representation"  # người đại diện, theo hành vi đại diện còn hiệu lực
    INSPECTION = "inspection"  # thanh tra, kiểm tra
    COMPLAINT = "complaint"  # giải quyết khiếu nại, tố cáo, phản ánh, kiến nghị
    DATA_SUBJECT = "data_subject"  # theo yêu cầu của chủ thể dữ liệu
    PROCEEDINGS = "proceedings"  # yêu cầu của cơ quan tiến hành tố tụng
    SUPPORT = "support"  # khắc phục sự cố kỹ thuật
    NOT_STATED = "not_stated"  # không nêu căn cứ


STATED_GROUNDS = (
    ReadingGround.INSPECTION,
    ReadingGround.COMPLAINT,
    ReadingGround.DATA_SUBJECT,
    ReadingGround.PROCEEDINGS,
    ReadingGround.SUPPORT,
)
"""Those that a reader states; the others follow from the dossier."""
RESTRICTED_GROUNDS = frozenset({ReadingGround.SUPPORT})
"""Those of them that are none of a law: nobody reads by one what a person has had restricted (hạn chế xử lý dữ liệu)."""


@dataclass(frozen=True)
class StatedGround:
    """A ground that a reader states, and the paper that it rests on (số văn bản), if any."""

    ground: ReadingGround
    reference: str = ""

    @classmethod
    def parse(cls, text: str) -> "StatedGround | None":
        """Of `<ground>` or `<ground>; <reference>`, the reference percent-encoded where it is not ASCII.

        None of an empty text. Raises ValueError for another ground and for a reference that is not one printable line.
        """
        code, _, reference = text.partition(";")
        if not code.strip() and not reference:
            return None
        found = cls(ReadingGround(code.strip()), normal_line(unquote(reference, errors="strict")))
        if found.ground not in STATED_GROUNDS or len(found.reference) > LONGEST_REFERENCE:
            raise ValueError("not a ground that is stated")
        if first_unprintable(found.reference) is not None:
            raise ValueError("the reference is not one printable line")
        return found


class DataReading(Model):
    """One reading of a person's data by somebody else (lượt truy cập)."""

    reading_id: Identifier
    """Id of the reading; rises with time."""
    read_at: Instant
    """When the answer was made (UTC)."""
    part: ReadPart
    """What was shown."""
    dossier_ids: tuple[Identifier, ...] = ()
    """Dossiers (hồ sơ) of the person that were shown; of a page of a list, those of this person alone."""
    file_ids: tuple[Identifier, ...] = ()
    """Files that were opened; none of a reading of a dossier."""
    paper_ids: tuple[Identifier, ...] = ()
    """Papers of the store that were read; none of any other reading."""
    reader_kind: ActorKind
    """What kind of caller read it."""
    agency_code: str | None = None
    """Agency of the officer or system; none of an administrator."""
    agency_name: str | None = None
    """Its name, where the dossier knows it."""
    officer_id: str | None = None
    """Account of who read it; shown to the head and the leaders of the agency alone."""
    representation_id: Identifier | None = None
    """Act of representation by which it was read (hành vi đại diện); shown to the person represented alone."""
    ground: ReadingGround
    """Why it was shown (căn cứ)."""
    reference: Annotated[str, StringConstraints(max_length=LONGEST_REFERENCE)] | None = None
    """The paper that a stated ground rests on; shown to the head and the leaders of the agency alone."""


def is_by_somebody_else(actor: Actor) -> bool:
    """Whether a reading by this caller is one by somebody else.

    A citizen sees only what he owns or has filed himself; who acts for him is somebody else. A service of ours reads in
    order to act, and what it tells whom is recorded where it does so.
    """
    return actor.acting is not None or actor.kind not in (ActorKind.CITIZEN, ActorKind.SERVICE)


def reader_of(actor: Actor) -> dict[str, Any]:
    """The fields of a reading that say who reads. The account of who acts for another is that of the other: his act of
    representation says who he is."""
    return {
        "reader_kind": actor.kind,
        "agency_code": actor.agency_code or None,
        "officer_id": None if actor.acting else actor.account_id or None,
        "representation_id": actor.acting.representation_id if actor.acting else None,
    }


def sees_representations(actor: Actor) -> bool:
    """Whether the caller is the person represented, to whom it is shown which act a reading was by."""
    return actor.kind is ActorKind.CITIZEN and actor.acting is None
