"""One dossier told: is it there, the dossier itself, then its course in batches."""

from dataclasses import dataclass

from contracts.dossiers import DossierRecord
from sync.clients.portal import PortalClient
from sync.domain.pushes import dossier_item, progress_items
from sync.domain.pushes.portal_answers import AnswerMeaning, PortalAnswer

LOOK_UP, DOSSIER, PROGRESS = "TraCuuHoSo", "DongBoHoSoMC", "CapNhatTienDoHoSoMC"


class PortalRefusedError(Exception):
    """Raised with the portal's words when it finds the content wrong."""


@dataclass
class DeliveryProgress:
    """How far a dossier came: whether the portal has it, up to which version its course was told, the last words."""

    known: bool
    told_version: int
    words: str = ""


def deliver(line: PortalClient, record: DossierRecord, journey: DeliveryProgress) -> None:
    """Fills the journey on the way, also when it ends early. Raises PortalAwayError, PortalRefusedError."""
    _send_dossier(line, record, journey)
    for batch in progress_items.batches(record, journey.told_version):
        answer = line.call(PROGRESS, record.dossier.agency_code, list(batch.lines), updating=True)
        _check(answer)
        journey.told_version = batch.version


def _send_dossier(line: PortalClient, record: DossierRecord, journey: DeliveryProgress) -> None:
    unit_code, item = record.dossier.agency_code, dossier_item.dossier_item(record)
    updating = journey.known or _exists_at_portal(line, record)
    answer = line.call(DOSSIER, unit_code, [item], updating=updating)
    if answer.meaning is (AnswerMeaning.MISSING if updating else AnswerMeaning.EXISTS):
        answer = line.call(DOSSIER, unit_code, [item], updating=not updating)
    _check(answer)
    journey.known, journey.words = True, answer.words


def _exists_at_portal(line: PortalClient, record: DossierRecord) -> bool:
    code = record.dossier.code or ""
    answer = line.call(LOOK_UP, record.dossier.agency_code, [{"MaHoSo": code}])
    return answer.meaning is AnswerMeaning.DONE and answer.names(code)


def _check(answer: PortalAnswer) -> None:
    if answer.meaning is not AnswerMeaning.DONE:
        raise PortalRefusedError(answer.words or f"error_code {answer.code}")
