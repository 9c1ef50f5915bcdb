"""Dossiers of a whole province by the hundred thousand: agencies, people, procedures and states in likely shares."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate, islice
from typing import Any
from uuid import UUID

from pymongo import WriteConcern
from pymongo.database import Database
from tests.support.dossiers.samples import accepted, number_of, steps_done, submitted

from chassis.storage.documents import Document
from contracts.catalog import SubmissionChannel
from contracts.dossiers import Applicant, ApplicantIdentity, Assignment, DossierPaper, DossierStatus
from contracts.dossiers.people import IdentityType
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.state_machine import TERMINAL
from dossiers.repository.dossiers import dossier_document

S = DossierStatus
LARGE = "H26.31.05"
"""The agency with a twentieth of all dossiers."""
LARGE_SHARE = 0.05
SMALL = "H40.32.05"
AGENCIES = tuple(
    f"H{province:02d}.{unit}.{office:02d}"
    for province in range(1, 64)
    for unit in (31, 32)
    for office in range(1, 9)
)
UNITS = ("", "Phòng Hộ tịch", "Phòng Nội vụ", "Phòng Kinh tế")
OFFICERS = 20
"""Of each agency."""
PROCEDURES = tuple(f"1.{number:06d}" for number in range(5000, 5066))
FOLLOWED_OFTEN = tuple(f"citizen-often-{number:02d}" for number in range(40))
"""Citizens with many dossiers: one in fifty dossiers is of one of them."""
YEARS = timedelta(days=3 * 365)
STATUSES = {
    S.RETURNED: 74,
    S.PROCESSED: 4,
    S.PROCESSING: 9,
    S.ACCEPTED: 4,
    S.SUBMITTED: 2,
    S.PAYMENT_DUE: 1,
    S.SUPPLEMENT_REQUESTED: 2,
    S.STOPPED: 1,
    S.WITHDRAWN: 2,
    S.NOT_ACCEPTED: 1,
}
ENDED = TERMINAL | {S.PROCESSED}
LIMITS = (1, 3, 5, 7, 10, 15, 20, 30)
"""Days of a time limit."""
SURNAMES = {
    "Nguyễn": 315, "Trần": 109, "Lê": 89, "Phạm": 59, "Hoàng": 40, "Huỳnh": 30, "Phan": 28, "Vũ": 27, "Võ": 24,
    "Trương": 22, "Bùi": 21, "Đặng": 19, "Đỗ": 19, "Ngô": 17, "Hồ": 15, "Dương": 14, "Đinh": 10, "Đoàn": 9, "Lâm": 8,
    "Mai": 8, "Trịnh": 7, "Đào": 7, "Cao": 7, "Lý": 6, "Hà": 6, "Lương": 6, "Thái": 5, "Châu": 5, "Tạ": 4, "Phùng": 4,
}  # fmt: skip
"""With their shares in a thousand."""
MIDDLES = {
    "Thị": 300, "Văn": 200, "Thị Thu": 30, "Thị Ngọc": 30, "Đình": 25, "Ngọc": 40, "Minh": 40, "Thanh": 40, "Quốc": 25,
    "Hữu": 25, "Đức": 30, "Xuân": 20, "Gia": 20, "Bảo": 20, "Hoàng": 20, "Kim": 15, "Công": 15, "Thùy": 15, "Quang": 20,
}  # fmt: skip
_GIVEN = (
    "Anh An Ân Bách Bảo Bích Bình Cẩm Chi Châu Chiến Cường Danh Diễm Diệp Dung Dũng Duy Duyên Dương Đạt Điệp Đông Đức "
    "Giang Hà Hạnh Hào Hằng Hân Hiền Hiếu Hoa Hòa Hoài Hoàn Hồng Huệ Hùng Huy Huyền Hương Hường Khải Khang Khánh Khoa "
    "Khôi Kiên Kiệt Lan Lâm Liên Linh Loan Long Lộc Lợi Luân Lương Ly Mai Mạnh Mẫn Mi Minh My Mỹ Nam Nga Ngân Nghĩa "
    "Ngọc Nguyên Nguyệt Nhàn Nhân Nhi Nhung Như Oanh Phong Phú Phúc Phụng Phương Phượng Quân Quang Quốc Quý Quyên Quỳnh "
    "Sang Sinh Sơn Sương Tâm Tân Thái Thanh Thảo Thành Thắng Thiện Thịnh Thoa Thu Thủy Thúy Thư Thương Tiên Tiến Toàn "
    "Trang Trâm Trí Trinh Trúc Trung Tú Tuấn Tùng Tuyền Tuyết Tường Uyên Vân Vi Viên Việt Vinh Vũ Vy Xuân Yên Yến"
)
_WORDS = "cấp lại bản sao trích lục hộ tịch đất đai nhà ở kinh doanh số nhà đường phố thôn xã quận ngày sinh"
GIVEN, WORDS = tuple(_GIVEN.split()), tuple(_WORDS.split())


@dataclass
class Population:
    """Dossiers in the order of their submission over three years up to `now`; the same for the same `seed`.

    Two populations with different seeds have no id, code or number in common.
    """

    now: datetime
    seed: int = 1
    large_share: float = LARGE_SHARE
    dice: random.Random = field(init=False)
    numbers: dict[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.new = submitted()
        self.received = accepted()
        self.done = steps_done(accepted())

    def documents(self, count: int) -> Iterator[Document]:
        """As the service stores them."""
        return map(dossier_document, self.dossiers(count))

    def dossiers(self, count: int) -> Iterator[DossierState]:
        for number in range(count):
            yield self.dossier(self.now - YEARS + YEARS * number / count)

    def newly_filed(self, count: int) -> Iterator[DossierState]:
        """Dossiers that are all filed now, in the states of `dossiers`."""
        return (self.dossier(self.now) for _ in range(count))

    def dossier(self, filed_at: datetime) -> DossierState:
        status = self._status(self.now - filed_at)
        base = self.done if status in ENDED else self.new if status is S.SUBMITTED else self.received
        filing = self._filing(filed_at)
        course = self._course(status, filed_at, filing["agency_code"])
        return base.model_copy(update={"status": status, **filing, **course})

    def _status(self, age: timedelta) -> DossierStatus:
        status = _one(self.dice, STATUSES)
        old = age > timedelta(days=60) and status not in ENDED
        return S.RETURNED if old and self.dice.random() < 0.97 else status

    def _filing(self, at: datetime) -> dict[str, Any]:
        """What is known from the moment of filing."""
        dossier_id, name = (
            id_of(at, self.dice),
            f"{_one(self.dice, SURNAMES)} {_one(self.dice, MIDDLES)} {self.dice.choice(GIVEN)}",
        )
        often = self.dice.random() < 0.02
        account = self.dice.choice(FOLLOWED_OFTEN) if often else f"citizen-{self.dice.randrange(300_000):06d}"
        identity = ApplicantIdentity(
            type=IdentityType.PERSONAL_NUMBER, number=f"0010{self.dice.randrange(10**8):08d}"
        )
        applicant = Applicant(account_id=account, full_name=name, identity=identity, address=self._words(6))
        return {
            "dossier_id": dossier_id,
            "submission_number": number_of(dossier_id),
            "agency_code": self._agency(),
            "procedure_code": self.dice.choice(PROCEDURES),
            "channel": _one(
                self.dice,
                {SubmissionChannel.ONLINE: 70, SubmissionChannel.DIRECT: 29, SubmissionChannel.POSTAL: 1},
            ),
            "applicant": applicant,
            "form_data": {f"truong_{number:02d}": self._words(4) for number in range(10)},
            "papers": tuple(self._paper(at) for _ in range(3)),
            "submitted_at": at,
        }

    def _course(self, status: DossierStatus, filed_at: datetime, agency: str) -> dict[str, Any]:
        """What has become of it."""
        if status in (S.SUBMITTED, S.NOT_ACCEPTED):
            ended_at = filed_at + timedelta(hours=20) if status is S.NOT_ACCEPTED else None
            return {
                "ended_at": ended_at,
                "received_at": None,
                "due_at": None,
                "code": None,
                "assignment": None,
            }
        received_at = filed_at + timedelta(hours=self.dice.uniform(0.1, 20))
        due_at = (received_at + timedelta(days=self.dice.choice(LIMITS))).replace(
            minute=0, second=0, microsecond=0
        )
        ended_at = max(due_at + timedelta(days=self.dice.gauss(-1, 2)), received_at + timedelta(hours=1))
        waits = status in (S.STOPPED, S.PAYMENT_DUE, S.SUPPLEMENT_REQUESTED)
        return {
            "code": self._code(agency, received_at),
            "received_at": received_at,
            "due_at": due_at,
            "ended_at": ended_at if status in ENDED else None,
            "clock_stopped_since": received_at + timedelta(hours=5) if waits else None,
            "assignment": None if status in TERMINAL else self._assignment(agency, received_at),
        }

    def _assignment(self, agency: str, since: datetime) -> Assignment:
        """In the hands of an officer, or in a queue."""
        holder = officer_of(agency, self.dice.randrange(OFFICERS)) if self.dice.random() < 0.6 else None
        return Assignment(officer_id=holder, unit=self.dice.choice(UNITS), since=since, by="head")

    def _agency(self) -> str:
        """The large one, or one of the others, of which some have more to do."""
        share = self.dice.random()
        return LARGE if share < self.large_share else AGENCIES[int(len(AGENCIES) * self.dice.random() ** 2)]

    def _code(self, agency: str, received_at: datetime) -> str:
        day = f"{agency}-{received_at:%y%m%d}"
        self.numbers[day] = self.numbers.get(day, 0) + 1
        return f"{day}-{self.seed * 1000 + self.numbers[day]:04d}"

    def _paper(self, at: datetime) -> DossierPaper:
        return DossierPaper(
            component_code="cho_o",
            name="Giấy tờ về chỗ ở",
            file_id=id_of(at, self.dice),
            sha256=f"{self.dice.getrandbits(256):064x}",
            size=self.dice.randrange(10**6),
            media_type="application/pdf",
        )

    def _words(self, count: int) -> str:
        return " ".join(self.dice.choices(WORDS, k=count)) + f" {self.dice.randrange(1000)}"


def id_of(at: datetime, dice: random.Random) -> str:
    """A UUIDv7 of that time."""
    ms, random_bits = int(at.timestamp() * 1000), dice.getrandbits(74)
    high, low = random_bits >> 62, random_bits & ((1 << 62) - 1)
    return str(UUID(int=ms << 80 | 7 << 76 | high << 64 | 2 << 62 | low))


def officer_of(agency: str, number: int) -> str:
    """The account of one of an agency's officers."""
    return f"officer-{agency}-{number:02d}"


def fill(
    database: Database[dict[str, Any]],
    count: int,
    now: datetime,
    seed: int = 1,
    large_share: float = LARGE_SHARE,
) -> None:
    """Put so many dossiers into the collection, a thousand at once."""
    into = database.dossiers.with_options(write_concern=WriteConcern(1))
    documents = Population(now, seed, large_share).documents(count)
    while batch := list(islice(documents, 1000)):
        into.insert_many(batch, ordered=False)


def _one(dice: random.Random, shares: dict[Any, int]) -> Any:
    return dice.choices(tuple(shares), cum_weights=tuple(accumulate(shares.values())))[0]
