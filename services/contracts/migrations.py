"""What every service answers to the operator of an installation about the shape of its stored documents."""

from functools import cache
from typing import Annotated

from pydantic import Field

from contracts.base import AnyMethod, Instant, Method, Model, Query


class GetMigrations(Query):
    """For the operator: which changes of stored documents a service knows and which its database has had."""


class RunMigrations(Model):
    """For the operator: apply what is pending, for about `budget_s` seconds; repeat until nothing is pending.

    May be repeated and interrupted at any time, and runs beside the service's other work.
    """

    budget_s: Annotated[float, Field(gt=0, le=60)] = 5.0
    """Seconds to work for; one batch more at most."""


class MigrationStatus(Model):
    """One numbered change of stored documents."""

    number: int
    """Its place in the order, from 1."""
    name: str
    """What it does, in snake case."""
    applied_at: Instant | None = None
    """When it was finished, in UTC; null while it is pending."""
    documents: int = 0
    """How many documents it has changed so far."""
    known: bool = True
    """False for one of a newer release, for which this release has no code."""


class Migrations(Model):
    """All of a service's migrations."""

    service: str
    """The name of the service."""
    items: tuple[MigrationStatus, ...]
    """In the order of their numbers."""
    busy: bool = False
    """True when another process applies them now."""

    @property
    def pending(self) -> tuple[MigrationStatus, ...]:
        return tuple(each for each in self.items if each.known and each.applied_at is None)

    @property
    def unknown(self) -> tuple[MigrationStatus, ...]:
        """Begun or applied by a newer release than the one that answers."""
        return tuple(each for each in self.items if not each.known)


@cache
def get_migrations(service: str) -> Method[GetMigrations, Migrations]:
    return Method(service, "get_migrations", GetMigrations, Migrations)


@cache
def run_migrations(service: str) -> Method[RunMigrations, Migrations]:
    return Method(service, "run_migrations", RunMigrations, Migrations)


def methods_of(service: str) -> tuple[AnyMethod, ...]:
    """What every service offers beside its own METHODS."""
    return get_migrations(service), run_migrations(service)
