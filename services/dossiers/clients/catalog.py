"""The rules of procedures and the agencies, as the catalogue knows them today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chassis.core.clock import utcnow
from contracts import catalog
from contracts.catalog import AdminUnit, Agency, FilingRules, GetAgency, GetFilingRules, GetUnit
from contracts.errors import ErrorCode, ServiceError

if TYPE_CHECKING:
    from chassis.core.context import Context
    from chassis.runtime.service import RpcClient


@dataclass(frozen=True)
class CatalogClient:
    """What the catalogue is asked about procedures and agencies."""

    rpc: RpcClient

    def filing_rules(self, procedure_code: str, agency_code: str, context: Context) -> FilingRules:
        """The rules of now. Raises NOT_FOUND, PROCEDURE_NOT_FILEABLE."""
        request = GetFilingRules(procedure_code=procedure_code, agency_code=agency_code, at=utcnow())
        return self.rpc.call_as_self(catalog.get_filing_rules, request, context)

    def find_agency(self, code: str, context: Context) -> Agency | None:
        """The agency of any of its codes; None for one that does not exist."""
        try:
            return self.rpc.call_as_self(catalog.get_agency, GetAgency(code=code), context)
        except ServiceError as error:
            if error.code is not ErrorCode.NOT_FOUND:
                raise
            return None

    def find_unit(self, code: str, context: Context) -> AdminUnit | None:
        """The administrative unit of today under this code; None for one that does not exist."""
        try:
            return self.rpc.call_as_self(catalog.get_unit, GetUnit(code=code), context)
        except ServiceError as error:
            if error.code is not ErrorCode.NOT_FOUND:
                raise
            return None
