"""Settings of the payments service. Those of a provider are in its own module."""

from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_settings import NoDecode

from chassis.core.setting_types import OptionalUrl, Url
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
    tax_link_url: OptionalUrl = ""
    """Of the link to the tax office or its data carrier: summaries go to {tax_link_url}/messages. Empty: none, people
    hand the files over."""
    tax_link_token: str = Field(default="", repr=False)
    """Token of that link; empty: it asks for none."""
    tax_link_timeout_s: float = Field(default=30.0, gt=0, le=50)
    """How long the link may take to answer, in seconds."""
    payment_return_urls: Annotated[tuple[Url, ...], NoDecode, BeforeValidator(_split)] = ()
    """Addresses that front ends may have payers sent back to (`return_to` of an order), comma-separated: each with all
    that is below its path. Nothing: none."""
