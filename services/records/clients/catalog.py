"""The catalogue, as records asks it: the agencies that issue papers, and the kinds of results that papers are."""

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import catalog
from contracts.catalog import Agency, GetAgency, GetResultKind, ResultKind


def find_agency(client: RpcClient, code: str, context: Context) -> Agency | None:
    """The agency of any of its codes, also one that has ended; None for one that never was.

    Raises ServiceError while the catalogue does not answer.
    """
    return client.find_as_self(catalog.get_agency, GetAgency(code=code), context)


def find_result_kind(client: RpcClient, code: str, context: Context) -> ResultKind | None:
    """The kind of this code, however it was typed; None for one that no procedure has.

    Raises ServiceError while the catalogue does not answer.
    """
    return client.find_as_self(catalog.get_result_kind, GetResultKind(code=code), context)
