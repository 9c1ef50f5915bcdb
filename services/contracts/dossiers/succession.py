"""Cơ quan kết thúc hoạt động: its open dossiers go to the agency that took its place."""

from typing import Annotated

from pydantic import Field

from contracts.accounts import AgencyCode
from contracts.base import Command, Model


class SucceedAgency(Command):
    """Command to hand the open dossiers of an agency that has ended to the one that took its place.

    By an administrator or operator, a batch at a time, until there are no more; may be repeated and broken off at any time.
    """

    agency_code: AgencyCode
    """Code of the agency that has ended (cơ quan kết thúc hoạt động)."""
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    """At most so many dossiers."""


class Succession(Model):
    """What a batch has handed over (bàn giao hồ sơ cho cơ quan kế thừa)."""

    successor_code: str
    """Code of the agency that took its place (cơ quan kế thừa)."""
    successor_name: str
    """Name of that agency (tên cơ quan)."""
    moved: int
    """How many dossiers were handed over."""
    more: bool
    """Whether there are more."""
