"""The event logs of all services, as records anchors them."""

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from chassis.storage.chain_audit import chain_heads
from chassis.storage.store import Store
from contracts.audit import ChainHeads, GetChainHeads, get_chain_heads
from contracts.records import SERVICE

_TIMEOUT_S = 30.0


def heads_of(
    service: str, request: GetChainHeads, store: Store, client: RpcClient, context: Context
) -> ChainHeads:
    """One stretch of a service's log; that of records is read here. Raises ServiceError while the service is away."""
    if service == SERVICE:
        return chain_heads(store.database, request)
    return client.call_as_self(get_chain_heads(service), request, context, _TIMEOUT_S)
