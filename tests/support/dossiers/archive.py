"""Some thousand dossiers of a large office, made by the domain and put straight into the collection."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo.database import Database
from tests.support.dossiers.population import id_of
from tests.support.dossiers.samples import accepted, number_of, submitted

from contracts.catalog import SubmissionChannel
from contracts.dossiers import Applicant, Assignment, DossierStatus
from dossiers.domain.model.dossier import DossierState
from dossiers.repository.dossiers import dossier_document

AGENCY, CLERKS, UNITS = "H26.31.90", tuple(f"clerk-{number}" for number in range(20)), ("HT", "DD", "TP")
SURNAMES, MIDDLES = ("Nguyễn", "Trần", "Lê", "Phạm"), ("Văn", "Thị", "Đình", "Ngọc")
GIVEN = ("Anh", "Bình", "Cường", "Dung", "Giang", "Hà", "Khôi", "Lan", "Minh", "Phúc", "Sơn", "Tâm", "Yến")
ENDED = (DossierStatus.RETURNED, DossierStatus.WITHDRAWN, DossierStatus.NOT_ACCEPTED, DossierStatus.PROCESSED)


def fill(database: Database[dict[str, Any]], count: int, now: datetime) -> list[DossierState]:
    """Of one agency, spread over the last two hundred days; the same every time but for their ids."""
    made = list(dossiers(count, now))
    database.dossiers.insert_many(dossier_document(dossier) for dossier in made)
    return made


def dossiers(count: int, now: datetime) -> Iterator[DossierState]:
    dice, new, received = random.Random(766), submitted(), accepted()
    first = now - timedelta(days=200)
    for number in range(count):
        at = first + timedelta(days=200) * number / count
        status = dice.choice(tuple(DossierStatus))
        base = new if status is DossierStatus.SUBMITTED else received
        yield base.model_copy(update=_changes(dice, status, at.astimezone(UTC), number))


def _changes(dice: random.Random, status: DossierStatus, at: datetime, number: int) -> dict[str, Any]:
    name = f"{dice.choice(SURNAMES)} {dice.choice(MIDDLES)} {dice.choice(GIVEN)}"
    was_received = status not in (DossierStatus.SUBMITTED, DossierStatus.NOT_ACCEPTED)
    received_at = at + timedelta(minutes=dice.randint(1, 600)) if was_received else None
    due_at = received_at + timedelta(days=dice.randint(1, 60)) if received_at else None
    ended_at = at + timedelta(days=dice.randint(1, 50)) if status in ENDED else None
    waits = status in (DossierStatus.SUPPLEMENT_REQUESTED, DossierStatus.PAYMENT_DUE, DossierStatus.STOPPED)
    dossier_id = id_of(at, dice)
    return {
        "dossier_id": dossier_id,
        "submission_number": number_of(dossier_id),
        "status": status,
        "code": f"{AGENCY}-260101-{number:05d}" if was_received else None,
        "agency_code": AGENCY,
        "procedure_code": f"1.00{dice.randint(1000, 1009)}",
        "channel": dice.choice(tuple(SubmissionChannel)),
        "applicant": Applicant(account_id=f"citizen-{number}", full_name=name),
        "submitted_at": at,
        "received_at": received_at,
        "due_at": due_at,
        "ended_at": ended_at,
        "clock_stopped_since": received_at if waits else None,
        "assignment": _assignment(dice, at) if status not in ENDED else None,
    }


def _assignment(dice: random.Random, at: datetime) -> Assignment | None:
    holder = dice.choice((None, *CLERKS))
    return Assignment(officer_id=holder, unit=dice.choice(UNITS), since=at, by="head")
