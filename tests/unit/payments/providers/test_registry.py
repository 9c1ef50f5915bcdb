"""Each provider has its own kind of timers."""

from payments.providers.registry import FACTORIES, timer_kind, timer_kinds


def test_stored_timers_of_vnpay_still_run() -> None:
    assert timer_kind("vnpay") == "payments.query_order"
    assert "payments.query_order" in timer_kinds()


def test_every_provider_has_a_kind_of_its_own() -> None:
    assert timer_kind("quickpay") == "payments.query_order.quickpay"
    assert len(set(timer_kinds())) == len(FACTORIES)
