"""What every service answers to the operator of an installation about the encryption of its stored personal fields."""

from functools import cache
from typing import Annotated

from pydantic import Field

from contracts.base import AnyMethod, Instant, Method, Model, Query


class GetEncryption(Query):
    """For the operator: whether a service encrypts personal fields, and what is still to do."""


class RunEncryption(Model):
    """For the operator: encrypt what is stored in the clear and bring data keys under the newest master key, for about
    `budget_s` seconds; repeat until nothing is left.

    May be repeated and interrupted at any time, and runs beside the service's other work.
    """

    budget_s: Annotated[float, Field(gt=0, le=60)] = 5.0
    """Seconds to work for; one batch more at most."""


class EncryptionStatus(Model):
    """How far a service's stored personal fields are encrypted."""

    service: str
    """The name of the service."""
    encrypts_from: Instant | None = None
    """From when on what is written is encrypted (UTC); null: it is written in the clear."""
    complete: bool = False
    """Whether every stored document has been looked at since then and is encrypted."""
    checked: int = 0
    """How many documents have been looked at."""
    encrypted: int = 0
    """How many of them were in the clear and have been encrypted."""
    old_keys: int = 0
    """How many data keys are still under another master key than the newest."""
    busy: bool = False
    """True when another process works on it now."""

    @property
    def left(self) -> bool:
        """Whether there is anything to do."""
        return self.encrypts_from is not None and (not self.complete or self.old_keys > 0)


@cache
def get_encryption(service: str) -> Method[GetEncryption, EncryptionStatus]:
    return Method(service, "get_encryption", GetEncryption, EncryptionStatus)


@cache
def run_encryption(service: str) -> Method[RunEncryption, EncryptionStatus]:
    return Method(service, "run_encryption", RunEncryption, EncryptionStatus)


def methods_of(service: str) -> tuple[AnyMethod, ...]:
    """What every service offers beside its own METHODS."""
    return get_encryption(service), run_encryption(service)
