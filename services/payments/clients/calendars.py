"""What payments asks of the catalogue: the working calendar by which days are counted."""

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import catalog
from contracts.catalog import GetCalendar, WorkingCalendar


def working_calendar(client: RpcClient, context: Context) -> WorkingCalendar:
    """The national one. Raises UNAVAILABLE, CALENDAR_INCOMPLETE."""
    return client.call_as_self(catalog.get_calendar, GetCalendar(), context)
