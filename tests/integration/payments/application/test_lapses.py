"""Bills of fees whose time to pay is over: closed, and what comes for them later is to be returned."""

from tests.integration.payments.application.conftest import PaymentsApplication
from tests.integration.payments.examples import AMOUNT, fee_payload, new_dossier_id
from tests.support.events import make_event

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.inbox import ReceivedEvent
from contracts.dossiers import FEE_DUE, FEE_LAPSED, FeeLapsedEvent
from contracts.events import AnyEvent
from contracts.payments import BillState
from payments.application.lapses import follow_lapses


def lapsed(dossier_id: str, version: int) -> AnyEvent:
    due = fee_payload(dossier_id)
    common = {name: getattr(due, name) for name in FeeLapsedEvent.model_fields if hasattr(due, name)}
    event = make_event(FEE_LAPSED, dossier_id, FeeLapsedEvent(**common, requested_at="2026-04-20T09:00:00Z"))
    return event.model_copy(update={"aggregate_version": version})


def follow(application: PaymentsApplication, event: AnyEvent) -> None:
    follow_lapses(application.store, [ReceivedEvent(event, Context.new())])


def fee(dossier_id: str, version: int) -> AnyEvent:
    made = make_event(FEE_DUE, dossier_id, fee_payload(dossier_id))
    return made.model_copy(update={"aggregate_version": version})


def test_the_bill_is_closed_late_money_is_to_be_returned_and_the_next_bill_is_open(
    application: PaymentsApplication,
) -> None:
    bill = application.new_bill()
    order = application.create_order(bill)
    end = lapsed(bill.dossier_id, 7)
    for _ in range(2):
        follow(application, end)
    assert application.bill(bill).state is BillState.CANCELLED
    assert application.ipn(order) == "00", "the provider's money is taken note of"
    after = application.bill(bill)
    assert (after.state, after.surplus, after.refund_due) == (BillState.CANCELLED, AMOUNT, AMOUNT)
    application.follow(fee(bill.dossier_id, 8))
    follow(application, end.model_copy(update={"event_id": new_id()}))
    states = sorted(each.state for each in application.bills(bill.dossier_id))
    assert states == [BillState.CANCELLED, BillState.OPEN], "asked for again, it is payable"


def test_a_fee_that_comes_after_its_end_opens_no_bill(application: PaymentsApplication) -> None:
    dossier_id = new_dossier_id()
    follow(application, lapsed(dossier_id, 7))
    application.follow(fee(dossier_id, 6))
    assert application.bills(dossier_id) == []


def test_what_was_paid_stays_paid(application: PaymentsApplication) -> None:
    bill = application.new_bill()
    assert application.ipn(application.create_order(bill)) == "00"
    follow(application, lapsed(bill.dossier_id, 7))
    after = application.bill(bill)
    assert (after.state, after.refund_due) == (BillState.PAID, 0)
