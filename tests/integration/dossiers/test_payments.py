"""What payments tells moves the dossier, once, in whatever order it comes."""

from datetime import timedelta

from tests.integration.dossiers.conftest import CHARGED, Office, laws
from tests.support.dossiers_samples import fee, law

from chassis.core.clock import utcnow
from contracts.dossiers import Dossier, DossierAction, DossierStatus
from devstack.waiting import wait_until


def charged(office: Office) -> Dossier:
    return office.act(DossierAction.ACCEPT, office.submit(CHARGED))


def test_a_fee_due_is_asked_for_in_the_same_act(office: Office) -> None:
    dossier = charged(office)
    assert (dossier.status, dossier.version) == (DossierStatus.PAYMENT_DUE, 3)
    assert dossier.fee is not None
    assert dossier.fee.amount == 20_000


def test_money_leads_on(office: Office) -> None:
    dossier = charged(office)
    office.tell_bill(dossier, "bill-1")
    wait_until(lambda: office.read(dossier).version == 4, 15, "the bill is known")
    office.tell_money(dossier, "bill-1")
    paid = office.wait_for(dossier, DossierStatus.ACCEPTED)
    assert paid.fee is not None
    assert (paid.version, paid.fee.bill_id, paid.clock_stopped_since) == (5, "bill-1", None)


def test_an_event_told_twice_has_one_effect(office: Office) -> None:
    dossier = charged(office)
    event = office.tell_money(dossier, "bill-2")
    office.wait_for(dossier, DossierStatus.ACCEPTED)
    before = office.duplicates()
    office.publish(event)
    wait_until(lambda: office.duplicates() == before + 1, 15, "the second telling was recognised")
    assert office.read(dossier).version == 4


def test_the_bill_may_be_told_after_its_money(office: Office) -> None:
    dossier = charged(office)
    office.tell_money(dossier, "bill-4")
    paid = office.wait_for(dossier, DossierStatus.ACCEPTED)
    assert paid.fee is not None
    assert paid.fee.bill_id == "bill-4"
    bill = office.tell_bill(dossier, "bill-4")
    wait_until(lambda: office.taken_in(bill), 15, "the bill was taken in")
    assert office.read(dossier).version == paid.version


def test_a_wait_past_the_kept_calendar_goes_on_with_todays(office: Office) -> None:
    today = utcnow().date()
    calendar = laws()[CHARGED].calendar
    short = calendar.model_copy(update={"covers_to": today + timedelta(days=25)})
    office.neighbours.laws[CHARGED] = law(calendar_=short, code=CHARGED, fees=(fee(),))
    dossier = charged(office)
    office.neighbours.laws = laws()
    office.tell_money(dossier, "bill-5", utcnow() + timedelta(days=60))
    paid = office.wait_for(dossier, DossierStatus.ACCEPTED)
    assert paid.due_at is not None
    assert paid.due_at > utcnow() + timedelta(days=60)


def test_money_for_a_withdrawn_dossier_is_recorded_and_moves_nothing(office: Office) -> None:
    dossier = charged(office)
    withdrawn = office.act(DossierAction.WITHDRAW, dossier, office.citizen, reason="x")
    office.tell_money(withdrawn, "bill-6")
    wait_until(lambda: office.read(dossier).version == 5, 15, "the money is recorded")
    assert office.read(dossier).status is DossierStatus.WITHDRAWN
