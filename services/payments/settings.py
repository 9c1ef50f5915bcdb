"""Settings of the payments service. Those of a provider are in its own module."""

from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_settings import NoDecode

from chassis.core.setting_types import Url
from chassis.core.settings import Settings


def _split(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(name.strip() for name in value.split(",")) if value.strip() else ()


class PaymentsSettings(Settings):
    """Settings of the payments service."""

    payment_providers: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split), Field(min_length=1)] = (
        "vnpay",
    )
    """The payment providers that are switched on, comma-separated."""
    payment_return_urls: Annotated[tuple[Url, ...], NoDecode, BeforeValidator(_split)] = ()
    """Addresses that front ends may have payers sent back to (`return_to` of an order), comma-separated: each with all
    that is below its path. Nothing: none."""
