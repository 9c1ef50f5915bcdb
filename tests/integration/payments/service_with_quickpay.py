"""The payments service with the second provider registered. `python -m` runs it."""

from chassis import monkey_patch  # noqa: F401, I001  first: it makes the process cooperative

from chassis.runtime.service import run
from payments.providers.registry import FACTORIES
from tests.integration.payments.quickpay import QuickpayProvider

FACTORIES["quickpay"] = QuickpayProvider.from_environment

from payments.service import PaymentsService  # noqa: E402  its timers are those of the registry
from payments.settings import PaymentsSettings  # noqa: E402

if __name__ == "__main__":
    run(PaymentsService, PaymentsSettings)
