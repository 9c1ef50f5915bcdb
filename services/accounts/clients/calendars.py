"""What accounts asks of the catalogue: the working calendar by which times are counted."""

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import catalog
from contracts.catalog import GetCalendar, WorkingCalendar


def working_calendar(client: RpcClient, agency_code: str | None, context: Context) -> WorkingCalendar:
    """Of an agency, or the national one. Raises NOT_FOUND for the agency, UNAVAILABLE, CALENDAR_INCOMPLETE."""
    return client.call_as_self(catalog.get_calendar, GetCalendar(agency_code=agency_code), context)
