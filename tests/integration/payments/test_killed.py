"""Payments dies while the provider calls."""

from concurrent.futures import ThreadPoolExecutor

from tests.integration.payments.harness import PaymentsHarness

from contracts.payments import BillState
from devstack.waiting import wait_until


def test_a_call_that_finds_nobody_comes_again_and_counts_once(till: PaymentsHarness) -> None:
    bill = till.new_bill()
    order = till.order(bill)
    till.service.kill()
    with ThreadPoolExecutor(1) as person:
        back = person.submit(till.pay, order)
        wait_until(lambda: till.ipn_answers(order), 15, "the first call has failed")
        assert till.ipn_answers(order)[0] == "99"
        till.service.start()
        wait_until(till.service.is_ready, 20, "payments is back")
        wait_until(lambda: till.bill(bill).state is BillState.PAID, 20, "a later call is taken")
        wait_until(lambda: till.ipn_answers(order)[-1] in ("00", "02"), 10, "the provider knows")
        assert back.result().status_code == 302
        assert till.event_types(bill).count("payments.bill_paid") == 1
