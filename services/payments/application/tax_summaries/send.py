"""Summaries are signed and sent, again and again while the link is away; after its repair within three working days."""

import logging
from datetime import datetime, timedelta

from chassis.core.context import Context
from chassis.observability import metrics
from chassis.runtime.rpc_client import RpcClient
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.records import SignData, SignedData
from contracts.tax_summaries import (
    TAX_SUMMARY_ACCEPTED,
    TAX_SUMMARY_REFUSED,
    TaxSummary,
    TaxSummaryState,
)
from payments.application.receipts.documents import file_of
from payments.application.tax_summaries.prepare import SEND, lines_of
from payments.clients.calendars import working_calendar
from payments.clients.documents import Documents
from payments.clients.tax_link import TaxAnswer, TaxLink, TaxLinkAway
from payments.domain.receipts.xml import SIGNED_ID
from payments.domain.tax_summaries import due, summaries
from payments.domain.tax_summaries.xml import SIGNATURE_PARENT, TITLE, summary_xml, with_signature
from payments.repository.receipts import CollectorRepository, ReceiptRepository
from payments.repository.tax_summaries import (
    TaxLineRepository,
    TaxLinkRepository,
    TaxSummaryRepository,
)

log = logging.getLogger(__name__)

LEASE_S = 180.0
"""Longer than signing and sending may take together."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=30)
"""Between two tries while the link is away: each time twice as long."""


def send_summary(
    store: Store, client: RpcClient, link: TaxLink, summary_id: str, context: Context
) -> datetime | None:
    """The run of the timer; when to try again, None when it is settled. Raises ServiceError while records is away.

    A run that is interrupted after the tax office took the message sends it once more: it is taken once.
    """
    summary = store.repository(TaxSummaryRepository).get(summary_id)
    if summary.state is not TaxSummaryState.PREPARED:
        return None
    summary, xml = _signed(store, client, summary, context)
    if not link.is_set:
        return None
    try:
        answer = link.send(summary.message_id, xml)
    except TaxLinkAway as error:
        return _postpone(store, summary, str(error), context)
    _settle(store, client, summary, answer, context)
    return None


def _signed(store: Store, client: RpcClient, summary: TaxSummary, context: Context) -> tuple[TaxSummary, str]:
    """The same command each time, so there is one file and one signature."""
    collector = store.repository(CollectorRepository).in_force(summary.agency_code, summary.day)
    assert collector is not None, "it was made by one"
    rows = store.repository(TaxLineRepository).of_summary(summary.summary_id)
    xml = summary_xml(summary, collector, lines_of(store.repository(ReceiptRepository), rows))
    signed = Documents(client, context).sign(
        SignData(
            command_id=f"tax-summary-{summary.summary_id}",
            kind="TAX_SUMMARY",
            title=TITLE,
            number=f"{summary.day:%d/%m/%Y}-{summary.part}",
            agency_code=summary.agency_code,
            agency_name=collector.name,
            xml=xml,
            signed_id=SIGNED_ID,
            signature_parent=SIGNATURE_PARENT,
            file_name=f"bang-tong-hop-bien-lai-{summary.day.isoformat()}-{summary.part}.xml",
        )
    )
    if summary.file is None:
        summary = store.transaction(context, lambda uow: _note_file(uow, summary, signed))
    return summary, with_signature(xml, signed.signature)


def _note_file(uow: UnitOfWork, summary: TaxSummary, signed: SignedData) -> TaxSummary:
    after = summaries.signed(summary, file_of(signed))
    uow.repository(TaxSummaryRepository).save(after)
    return after


def _postpone(store: Store, summary: TaxSummary, problem: str, context: Context) -> datetime:
    """While the link is away nothing is late: the time to send runs from its repair."""
    log.warning(
        "the tax office cannot be reached", extra={"summary_id": summary.summary_id, "reason": problem}
    )
    metrics.TAX_SUMMARIES.labels("payments", "away").inc()

    def work(uow: UnitOfWork) -> datetime:
        links = uow.repository(TaxLinkRepository)
        links.save(due.after_failure(links.get(), uow.now))
        uow.repository(TaxSummaryRepository).save(summaries.tried(summary, problem, None))
        pause = FIRST_PAUSE.total_seconds() * 2.0 ** min(summary.tries, 10)
        return uow.now + min(timedelta(seconds=pause), LONGEST_PAUSE)

    return store.transaction(context, work)


def _settle(
    store: Store, client: RpcClient, summary: TaxSummary, answer: TaxAnswer, context: Context
) -> None:
    """The first answer after a fault is its repair: all that waits is sent now, and has its time from here."""
    repaired = store.repository(TaxLinkRepository).get().is_down
    calendar = working_calendar(client, context) if repaired else None

    def work(uow: UnitOfWork) -> None:
        repository = uow.repository(TaxSummaryRepository)
        if answer.taken:
            settled, event = summaries.accepted(summary, answer.reference, uow.now), TAX_SUMMARY_ACCEPTED
        else:
            settled, event = summaries.refused(summary, answer.reason, uow.now), TAX_SUMMARY_REFUSED
        repository.save(settled)
        uow.record_event(
            event,
            settled.summary_id,
            uow.last_version(settled.summary_id) + 1,
            summaries.summary_event(settled),
        )
        if calendar is not None:
            links = uow.repository(TaxLinkRepository)
            links.save(due.after_success(links.get(), uow.now))
            until = due.due_after_repair(calendar, uow.now)
            for waiting in repository.waiting_since(uow.now):
                repository.set_due(waiting, until)
                uow.schedule(SEND, waiting, uow.now, {})

    store.transaction(context, work)
    metrics.TAX_SUMMARIES.labels("payments", "accepted" if answer.taken else "refused").inc()
