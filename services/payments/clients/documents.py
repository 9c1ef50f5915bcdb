"""Signed files, as records makes them: PDF and XML, each once per command."""

from dataclasses import dataclass

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import records
from contracts.records import EndDocuments, IssueDocument, SignData, SignedData, SignedDocument

ANSWER_S = 30.0
"""How long one answer may take, in seconds."""


@dataclass(frozen=True)
class Documents:
    """Blocks, and raises ServiceError."""

    client: RpcClient
    context: Context

    def issue(self, request: IssueDocument) -> SignedDocument:
        """A PDF."""
        return self.client.call_as_self(
            records.issue_document, request, self.context.within(ANSWER_S), ANSWER_S
        )

    def sign(self, request: SignData) -> SignedData:
        """XML."""
        return self.client.call_as_self(records.sign_data, request, self.context.within(ANSWER_S), ANSWER_S)

    def end(self, request: EndDocuments) -> None:
        """They are no longer good. May be repeated."""
        self.client.call_as_self(records.end_documents, request, self.context.within(ANSWER_S), ANSWER_S)
