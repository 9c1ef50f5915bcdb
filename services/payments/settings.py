"""Settings of the payments service. Those of a provider are in its own module."""

from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_settings import NoDecode

from chassis.core.settings import Settings


def _split(value: object) -> object:
    return tuple(name.strip() for name in value.split(",")) if isinstance(value, str) else value


class PaymentsSettings(Settings):
    """Settings of the payments service."""

    payment_providers: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split), Field(min_length=1)] = (
        "vnpay",
    )
    """The payment providers that are switched on, comma-separated."""
