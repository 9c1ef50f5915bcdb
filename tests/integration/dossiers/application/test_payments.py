"""The events of payments move the dossier, once each, in whatever order they come."""

from datetime import timedelta

from tests.support.dossiers.office import CHARGED, LocalOffice, bill_opened, bill_paid, laws
from tests.support.dossiers.samples import fee, law

from chassis.core.clock import utcnow
from contracts.dossiers import Dossier, DossierAction, DossierStatus


def charged(office: LocalOffice) -> Dossier:
    return office.act(DossierAction.ACCEPT, office.submit(CHARGED))


def test_a_fee_due_is_asked_for_in_the_same_act(office: LocalOffice) -> None:
    dossier = charged(office)
    assert (dossier.status, dossier.version) == (DossierStatus.PAYMENT_DUE, 3)
    assert dossier.fee is not None
    assert dossier.fee.amount == 20_000


def test_money_leads_on(office: LocalOffice) -> None:
    dossier = charged(office)
    office.handle(bill_opened(dossier, "bill-1"))
    assert office.read(dossier).version == 4
    office.handle(bill_paid(dossier, "bill-1"))
    paid = office.read(dossier)
    assert paid.status is DossierStatus.ACCEPTED
    assert paid.fee is not None
    assert (paid.version, paid.fee.bill_id, paid.clock_stopped_since) == (5, "bill-1", None)


def test_an_event_delivered_twice_has_one_effect(office: LocalOffice) -> None:
    dossier = charged(office)
    event = bill_paid(dossier, "bill-2")
    office.handle(event)
    once = office.read(dossier)
    office.handle(event)
    assert (once.status, once.version) == (DossierStatus.ACCEPTED, 4)
    assert office.read(dossier) == once


def test_the_bill_may_come_after_its_payment(office: LocalOffice) -> None:
    dossier = charged(office)
    office.handle(bill_paid(dossier, "bill-4"))
    paid = office.read(dossier)
    assert paid.status is DossierStatus.ACCEPTED
    assert paid.fee is not None
    assert paid.fee.bill_id == "bill-4"
    office.handle(bill_opened(dossier, "bill-4"))
    assert office.read(dossier).version == paid.version


def test_a_wait_past_the_stored_calendar_goes_on_with_todays(office: LocalOffice) -> None:
    today = utcnow().date()
    calendar = laws()[CHARGED].calendar
    short = calendar.model_copy(update={"covers_to": today + timedelta(days=25)})
    office.neighbours.laws[CHARGED] = law(calendar_=short, code=CHARGED, fees=(fee(),))
    dossier = charged(office)
    office.neighbours.laws = laws()
    office.handle(bill_paid(dossier, "bill-5", utcnow() + timedelta(days=60)))
    paid = office.read(dossier)
    assert paid.status is DossierStatus.ACCEPTED
    assert paid.due_at is not None
    assert paid.due_at > utcnow() + timedelta(days=60)


def test_money_for_a_withdrawn_dossier_is_recorded_and_moves_nothing(office: LocalOffice) -> None:
    dossier = charged(office)
    withdrawn = office.act(DossierAction.WITHDRAW, dossier, office.citizen, reason="x")
    office.handle(bill_paid(withdrawn, "bill-6"))
    after = office.read(dossier)
    assert (after.version, after.status) == (5, DossierStatus.WITHDRAWN)
