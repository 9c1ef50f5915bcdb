"""The rules of procedures and the agencies, as the catalogue knows them today."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.revisioned_cache import MAX_AGE_S, BlockingCache, RevisionedCache
from contracts import catalog
from contracts.base import Model, Query
from contracts.catalog import (
    AdminUnit,
    Agency,
    GetAgency,
    GetCalendar,
    GetFilingRules,
    GetRevision,
    GetUnit,
    WorkingCalendar,
)
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.model.law import RulesOfToday

if TYPE_CHECKING:
    from chassis.runtime.service import RpcClient
    from contracts.base import Method

Req = TypeVar("Req", bound=Query)
Res = TypeVar("Res", bound=Model)
Value = TypeVar("Value")

REMEMBERED = 300
"""Answers that a process remembers; the rules of one procedure at one agency are the largest, some 100 KB."""


class CatalogueMemory:
    """What the catalogue answered, for one process: it stands while the catalogue's revision and the day do.

    The revision is asked when something is needed, once a second at most, so that no answer is older than that.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._answers: BlockingCache[Hashable, object] = BlockingCache(
            RevisionedCache(REMEMBERED), self._ask_revision, clock
        )
        self._rpc: RpcClient | None = None

    def get(self, rpc: RpcClient, key: Hashable, load: Callable[[], Value]) -> Value:
        """The answer to `key`, which `load` asks for. An error is not remembered."""
        self._rpc = rpc
        return cast("Value", self._answers.get(key, load))

    def expire(self) -> None:
        """The catalogue has changed: its revision is asked again before the next answer."""
        self._answers.expire()

    def _ask_revision(self) -> Hashable:
        assert self._rpc is not None, "it asks for somebody"
        context = Context.new(timeout_s=MAX_AGE_S)
        answer = self._rpc.call_as_self(catalog.get_revision, GetRevision(), context)
        return answer.revision, answer.day


@dataclass(frozen=True)
class CatalogClient:
    """What the catalogue is asked about procedures and agencies; an answer is a second old at most."""

    rpc: RpcClient
    memory: CatalogueMemory

    def rules_of_today(self, procedure_code: str, agency_code: str, context: Context) -> RulesOfToday:
        """The rules of now. Raises NOT_FOUND, PROCEDURE_NOT_FILEABLE."""

        def load() -> RulesOfToday:
            request = GetFilingRules(procedure_code=procedure_code, agency_code=agency_code, at=utcnow())
            return RulesOfToday(self.rpc.call_as_self(catalog.get_filing_rules, request, context))

        return self.memory.get(self.rpc, ("rules", procedure_code, agency_code), load)

    def find_agency(self, code: str, context: Context) -> Agency | None:
        """The agency of any of its codes; None for one that does not exist."""
        return self._find(catalog.get_agency, GetAgency(code=code), context)

    def find_unit(self, code: str, context: Context) -> AdminUnit | None:
        """The administrative unit of today under this code; None for one that does not exist."""
        return self._find(catalog.get_unit, GetUnit(code=code), context)

    def national_calendar(self, context: Context) -> WorkingCalendar:
        """The national working calendar of today."""

        def load() -> WorkingCalendar:
            return self.rpc.call_as_self(catalog.get_calendar, GetCalendar(), context)

        return self.memory.get(self.rpc, "national calendar", load)

    def _find(self, method: Method[Req, Res], request: Req, context: Context) -> Res | None:
        key = method.name, request.model_dump_json()
        try:
            return self.memory.get(self.rpc, key, lambda: self.rpc.call_as_self(method, request, context))
        except ServiceError as error:
            if error.code is not ErrorCode.NOT_FOUND:
                raise
            return None
