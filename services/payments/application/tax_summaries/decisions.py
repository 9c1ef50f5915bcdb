"""What people read of summaries, and decide about them."""

from datetime import datetime
from typing import Any

from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import tax_summaries as contract
from contracts.base import Page, is_expected
from contracts.errors import ErrorCode, ServiceError
from contracts.tax_summaries import (
    TAX_SUMMARY_HANDED_OVER,
    GetTaxSummary,
    HandOverSummary,
    ListTaxSummaries,
    SendSummaryAgain,
    TaxSummary,
)
from payments.application.tax_summaries.prepare import SEND
from payments.domain.receipts import access
from payments.domain.tax_summaries import summaries
from payments.repository.tax_summaries import TaxSummaryRepository


def list_tax_summaries(store: Store, request: ListTaxSummaries, context: Context) -> Page[TaxSummary]:
    """Those of the officer's own agency, all for an administrator; newest first."""
    narrowing = {"agency_code": request.agency_code, "state": request.state and request.state.value}
    criteria: dict[str, Any] = {name: value for name, value in narrowing.items() if value}
    seen = access.collectors_filter(context.actor)
    found = store.repository(TaxSummaryRepository).newest(
        {"$and": [criteria, seen]} if criteria and seen else criteria or seen,
        position_of(request.cursor, criteria, datetime),
        request.limit + 1,
    )
    return page(
        Page[TaxSummary],
        found,
        request.limit,
        key=lambda each: (each.prepared_at, each.summary_id),
        filter=criteria,
    )


def get_tax_summary(store: Store, request: GetTaxSummary, context: Context) -> TaxSummary:
    """Raises NOT_FOUND, also for one that the caller may not see."""
    summary = store.repository(TaxSummaryRepository).get(request.summary_id)
    access.require_of_agency(context.actor, summary.agency_code, "tax summary")
    return summary


def hand_over(store: Store, request: HandOverSummary, context: Context) -> TaxSummary:
    """Once per command. Raises NOT_FOUND, FORBIDDEN, VERSION_STALE, ILLEGAL_TRANSITION."""

    def work(uow: UnitOfWork) -> TaxSummary:
        summary = _to_decide(uow, request)
        after = summaries.handed_over(summary, request.reference, uow.now)
        uow.repository(TaxSummaryRepository).save(after)
        version = uow.last_version(after.summary_id) + 1
        payload = summaries.summary_event(after)
        uow.record_event(TAX_SUMMARY_HANDED_OVER, after.summary_id, version, payload)
        return after

    return store.run_idempotent(contract.hand_over_tax_summary, request, context, work)


def send_again(store: Store, request: SendSummaryAgain, context: Context) -> TaxSummary:
    """Once per command. Raises as `hand_over`."""

    def work(uow: UnitOfWork) -> TaxSummary:
        after = summaries.sent_again(_to_decide(uow, request))
        uow.repository(TaxSummaryRepository).save(after)
        uow.schedule(SEND, after.summary_id, uow.now, {})
        return after

    return store.run_idempotent(contract.send_tax_summary_again, request, context, work)


def _to_decide(uow: UnitOfWork, request: HandOverSummary | SendSummaryAgain) -> TaxSummary:
    summary = uow.repository(TaxSummaryRepository).get(request.summary_id)
    access.require_of_agency(uow.context.actor, summary.agency_code, "tax summary")
    access.require_registrar(uow.context.actor, summary.agency_code)
    if not is_expected(request.expected_version, summary.version):
        raise ServiceError(ErrorCode.VERSION_STALE, current=summary.version)
    return summary
