"""The catalogue, as records asks it: the agencies that issue papers."""

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import catalog
from contracts.catalog import Agency, GetAgency
from contracts.errors import ErrorCode, ServiceError


def find_agency(client: RpcClient, code: str, context: Context) -> Agency | None:
    """The agency of any of its codes, also one that has ended; None for one that never was.

    Raises ServiceError while the catalogue does not answer.
    """
    try:
        return client.call_as_self(catalog.get_agency, GetAgency(code=code), context)
    except ServiceError as error:
        if error.code is ErrorCode.NOT_FOUND:
            return None
        raise
