"""What accounts asks of who makes documents, beside any request."""

from dataclasses import dataclass

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import records
from contracts.records import IssueDocument, SignedDocument

ANSWER_S = 30.0
"""How long one answer may take, in seconds."""


@dataclass(frozen=True)
class Documents:
    """Blocks, and raises ServiceError."""

    client: RpcClient
    context: Context

    def issue(self, request: IssueDocument) -> SignedDocument:
        """Once per command."""
        return self.client.call_as_self(
            records.issue_document, request, self.context.within(ANSWER_S), ANSWER_S
        )
