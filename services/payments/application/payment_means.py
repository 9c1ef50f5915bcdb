"""How fees of an agency may be paid today."""

from collections.abc import Sequence

from chassis.core.clock import utcnow
from chassis.storage.store import Store
from contracts.payment_means import GetPaymentMeans, PaymentMeans, PaymentProvider
from contracts.time import local_day
from payments.providers.registry import Providers
from payments.repository.receipts import CollectorRepository


def get_payment_means(
    store: Store, providers: Providers, names: Sequence[str], request: GetPaymentMeans
) -> PaymentMeans:
    """For anybody; budget lines only of the fees that are named. `names`: the providers that are switched on."""
    collector = store.repository(CollectorRepository).in_force(request.agency_code, local_day(utcnow()))
    lines = () if collector is None else collector.budget_lines
    return PaymentMeans(
        providers=tuple(PaymentProvider(name=name, title=providers.get(name).title) for name in names),
        budget_lines=tuple(line for line in lines if line.fee_code in request.fee_codes),
    )
