"""Anybody learns by whom a fee may be paid, and where in the state budget it goes."""

from datetime import timedelta

from tests.integration.payments.application.collecting_desk import Desk
from tests.integration.payments.application.conftest import PaymentsApplication
from tests.support.receipts import new_agency

from chassis.core.clock import utcnow
from contracts.payment_means import GetPaymentMeans, PaymentMeans
from contracts.receipts import BudgetLine
from contracts.time import local_day
from payments.application.payment_means import get_payment_means

LINE = BudgetLine(fee_code="LP01", chapter="009", sub_item="2767")
OTHER = BudgetLine(fee_code="P01", chapter="009", sub_item="2101")
SWITCHED_ON = ("quickpay", "vnpay")


def means(application: PaymentsApplication, agency_code: str, *fee_codes: str) -> PaymentMeans:
    request = GetPaymentMeans(agency_code=agency_code, fee_codes=fee_codes)
    return get_payment_means(application.store, application.providers, SWITCHED_ON, request)


def test_budget_lines_are_those_of_the_collector_of_today(application: PaymentsApplication) -> None:
    agency_code = new_agency()
    desk = Desk(application.store, agency_code)
    desk.register(budget_lines=(LINE, OTHER))
    desk.register(local_day(utcnow()) + timedelta(days=1), budget_lines=())
    assert means(application, agency_code, "LP01", "X").budget_lines == (LINE,)
    assert means(application, new_agency(), "LP01").budget_lines == ()


def test_providers_are_those_that_are_switched_on_with_their_names(application: PaymentsApplication) -> None:
    found = means(application, new_agency()).providers
    assert [each.name for each in found] == list(SWITCHED_ON)
    assert [each.title for each in found] == [application.providers.get(name).title for name in SWITCHED_ON]
