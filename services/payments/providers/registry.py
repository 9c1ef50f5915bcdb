"""The payment providers that the service knows, and those that are switched on."""

from collections.abc import Callable, Iterable, Mapping

from contracts.errors import ErrorCode, FieldError, ServiceError
from payments.providers.base import Provider
from payments.providers.momo.provider import MomoProvider
from payments.providers.vietqr.provider import VietqrProvider
from payments.providers.vnpay.provider import VnpayProvider
from payments.providers.zalopay.provider import ZalopayProvider

FACTORIES: dict[str, Callable[[], Provider]] = {
    "vnpay": VnpayProvider.from_environment,
    "momo": MomoProvider.from_environment,
    "zalopay": ZalopayProvider.from_environment,
    "vietqr": VietqrProvider.from_environment,
}
"""By name: makes the provider from its own settings. A new provider is one line here."""

TIMER_KIND = "payments.query_order"
"""The kind of the timers that query VNPAY; the key is the order's id. Stored rows bear it since there was no other
provider."""


def timer_kind(provider: str) -> str:
    """One kind for each provider, so that one that does not answer does not take the places of another."""
    return TIMER_KIND if provider == "vnpay" else f"{TIMER_KIND}.{provider}"


def timer_kinds() -> tuple[str, ...]:
    """Of every provider that the service knows, switched on or not: orders of one switched off wait for it."""
    return tuple(timer_kind(provider) for provider in FACTORIES)


class UnknownProvider(LookupError):
    """Raised for a provider that is not switched on."""


class Providers:
    """The providers that are switched on, by name."""

    def __init__(self, providers: Iterable[Provider]) -> None:
        self._providers: Mapping[str, Provider] = {provider.name: provider for provider in providers}

    def get(self, name: str) -> Provider:
        """Raises UnknownProvider."""
        try:
            return self._providers[name]
        except KeyError:
            raise UnknownProvider(name) from None

    @property
    def by_transfer(self) -> VietqrProvider | None:
        """The one whose orders are paid by transfer, if it is switched on."""
        found = self._providers.get(VietqrProvider.name)
        return found if isinstance(found, VietqrProvider) else None

    def choose(self, name: str) -> Provider:
        """As `get`, for a name that a person chose. Raises ServiceError(INVALID_REQUEST) at /provider."""
        try:
            return self.get(name)
        except UnknownProvider:
            detail = f"one of: {', '.join(sorted(self._providers))}"
            error = FieldError(pointer="/provider", code="provider", detail=detail)
            raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(error,)) from None


def load_providers(names: Iterable[str]) -> Providers:
    """Make the named providers. Raises UnknownProvider; ends the process when the settings of one are wrong."""
    unknown = sorted(set(names) - FACTORIES.keys())
    if unknown:
        raise UnknownProvider(", ".join(unknown))
    return Providers(FACTORIES[name]() for name in names)
