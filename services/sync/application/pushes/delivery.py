"""Delivery of one dossier to the portal: whether it is there, the dossier itself, then its progress in batches."""

from dataclasses import dataclass

from contracts.dossiers import DossierRecord
from sync.clients.portal import PortalClient
from sync.domain.pushes import dossier_item, progress_items
from sync.domain.pushes.portal_answers import AnswerMeaning, PortalAnswer
from sync.domain.pushes.surroundings import Surroundings

LOOK_UP, DOSSIER, PROGRESS = "TraCuuHoSo", "DongBoHoSoMC", "CapNhatTienDoHoSoMC"


class PortalRefusedError(Exception):
    """Raised with the portal's message when it finds the content wrong."""


@dataclass
class DeliveryProgress:
    """How far a dossier came: whether the portal has it, up to which version its progress was delivered, and the
    portal's last message."""

    at_portal: bool
    delivered_version: int
    message: str = ""


def deliver(
    portal: PortalClient, record: DossierRecord, around: Surroundings, delivered: DeliveryProgress
) -> None:
    """Updates `delivered` on the way, also when it ends early. Blocks for one call a step.

    Raises PortalUnavailableError, PortalRefusedError.
    """
    _send_dossier(portal, record, around, delivered)
    for batch in progress_items.batches(record, around, delivered.delivered_version):
        answer = portal.call(PROGRESS, record.dossier.agency_code, list(batch.lines), updating=True)
        _check(answer)
        delivered.delivered_version = batch.version


def _send_dossier(
    portal: PortalClient, record: DossierRecord, around: Surroundings, delivered: DeliveryProgress
) -> None:
    unit_code, item = record.dossier.agency_code, dossier_item.dossier_item(record, around)
    updating = delivered.at_portal or _exists_at_portal(portal, record)
    answer = portal.call(DOSSIER, unit_code, [item], updating=updating)
    if answer.meaning is (AnswerMeaning.MISSING if updating else AnswerMeaning.EXISTS):
        answer = portal.call(DOSSIER, unit_code, [item], updating=not updating)
    _check(answer)
    delivered.at_portal, delivered.message = True, answer.message


def _exists_at_portal(portal: PortalClient, record: DossierRecord) -> bool:
    code = record.dossier.code or ""
    answer = portal.call(LOOK_UP, record.dossier.agency_code, [{"MaHoSo": code}])
    return answer.meaning is AnswerMeaning.DONE and answer.names(code)


def _check(answer: PortalAnswer) -> None:
    if answer.meaning is not AnswerMeaning.DONE:
        raise PortalRefusedError(answer.reason)
