"""What accounts asks of each service that has records whose period may be over, beside any request."""

from collections.abc import Callable
from dataclasses import dataclass

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import dossiers, notifications, payments, records, sync
from contracts.retention import ApplyRetention, RetentionPart

ANSWER_S = 30.0
"""How long one answer may take, in seconds; the part is asked for again where it takes longer."""

# Each call names its method where it is made: by that tests/contract/test_graph.py holds who calls whom.
_Apply = Callable[[RpcClient, ApplyRetention, Context], RetentionPart]
_OWNERS: dict[str, _Apply] = {
    "dossiers": lambda client, request, context: client.call_as_self(
        dossiers.apply_retention, request, context, ANSWER_S
    ),
    "payments": lambda client, request, context: client.call_as_self(
        payments.apply_retention, request, context, ANSWER_S
    ),
    "notifications": lambda client, request, context: client.call_as_self(
        notifications.apply_retention, request, context, ANSWER_S
    ),
    "records": lambda client, request, context: client.call_as_self(
        records.apply_retention, request, context, ANSWER_S
    ),
    "sync": lambda client, request, context: client.call_as_self(
        sync.apply_retention, request, context, ANSWER_S
    ),
}


@dataclass(frozen=True)
class RecordOwners:
    """The other services that have records. Blocks, and raises ServiceError."""

    client: RpcClient
    context: Context

    def apply(self, service: str, request: ApplyRetention) -> RetentionPart:
        """Once per command."""
        return _OWNERS[service](self.client, request, self.context.within(ANSWER_S))
