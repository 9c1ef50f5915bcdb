"""Files, stored papers, documents and seals, as records keeps and makes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contracts import records
from contracts.dossiers import IssuedDocument
from contracts.errors import ErrorCode, ServiceError
from contracts.records import (
    CheckedSignature,
    CheckSignature,
    DecisionKind,
    DescribeFiles,
    GetSigningPowers,
    IssueDocument,
    IssueDocuments,
    ReusablePapers,
    ReusePapers,
    SealResult,
    SealResults,
    SignedDocument,
    SigningPowers,
    StoredPaper,
)
from dossiers.clients.signing_powers import PATIENCE_S, KnownPowers
from dossiers.domain.documents.content import DocumentDraft
from dossiers.domain.submission_content.papers import Files

if TYPE_CHECKING:
    from chassis.core.context import Context
    from chassis.runtime.service import RpcClient

MAKING_TIMEOUT_S = 60.0
"""For a document to be made, signed and stored, or a result to be sealed."""


@dataclass(frozen=True)
class RecordsClient:
    """What records is asked about files and papers, and to make."""

    rpc: RpcClient
    powers: KnownPowers = field(default_factory=KnownPowers)

    def describe_files(
        self, file_ids: Iterable[str | None], context: Context, *, to_be_sealed: bool = False
    ) -> Files:
        """What records knows of the files, by id; calls nobody when there are none."""
        named = tuple(dict.fromkeys(file_id for file_id in file_ids if file_id))
        if not named:
            return {}
        request = DescribeFiles(file_ids=named, to_be_sealed=to_be_sealed)
        answer = self.rpc.call_as_self(records.describe_files, request, context)
        return {info.file_id: info for info in answer.files}

    def describe_decision(
        self, file_id: str | None, procedure_code: str, kind: DecisionKind, context: Context
    ) -> Files:
        """What records knows of the file of a decision, and whether it can be sealed.

        Raises SIGNATURE_REFUSED where the caller is not competent to sign such a decision for his agency.
        """
        request = DescribeFiles(
            file_ids=(file_id,) if file_id else (),
            to_be_sealed=True,
            decided_by=context.actor.account_id,
            agency_code=context.actor.agency_code,
            procedure_code=procedure_code,
            decision_kind=kind.value,
        )
        answer = self.rpc.call_as_self(records.describe_files, request, context)
        if answer.signature_obstacle is not None:
            raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle=answer.signature_obstacle)
        return {info.file_id: info for info in answer.files}

    def signing_powers(self, agency_code: str, context: Context) -> SigningPowers | None:
        """Who signs decisions of the agency, as of some seconds ago at most; None while records does not answer."""

        def load() -> SigningPowers | None:
            request = GetSigningPowers(agency_code=agency_code)
            try:
                return self.rpc.call_as_self(records.signing_powers, request, context, PATIENCE_S)
            except ServiceError:
                return None

        return self.powers.find(agency_code, load)

    def reuse_papers(self, request: ReusePapers, context: Context) -> ReusablePapers:
        """The papers of the store that may be used. Each use is written in the owner's access log, once per command id.

        Raises PAPER_NOT_USABLE.
        """
        return self.rpc.call_as_self(records.reuse_papers, request, context)

    def issue_document(self, command_id: str, draft: DocumentDraft, context: Context) -> IssuedDocument:
        """Have a document made, signed and stored. Repeated with the same id: the document made the first time."""
        request = _request(command_id, draft)
        return _issued(
            draft, self.rpc.call_as_self(records.issue_document, request, context, MAKING_TIMEOUT_S)
        )

    def issue_documents(self, drafts: Mapping[str, DocumentDraft], context: Context) -> list[IssuedDocument]:
        """As `issue_document` for each, by command id, in one request: all are made, or none is."""
        requests = tuple(_request(command_id, draft) for command_id, draft in drafts.items())
        request = IssueDocuments(documents=requests)
        made = self.rpc.call_as_self(records.issue_documents, request, context, MAKING_TIMEOUT_S).documents
        return [_issued(draft, document) for draft, document in zip(drafts.values(), made, strict=True)]

    def check_signature(
        self, content: str, signature: str, certificate_sha256: str, context: Context
    ) -> CheckedSignature:
        """Whether something was signed with this certificate; it and the signature in base64."""
        request = CheckSignature(content=content, signature=signature, certificate_sha256=certificate_sha256)
        return self.rpc.call_as_self(records.check_signature, request, context)

    def seal_results(self, requests: Sequence[SealResult], context: Context) -> Sequence[StoredPaper]:
        """The sealed results in the store of papers. Raises FILE_NOT_SEALABLE, FILE_NOT_USABLE, where one of them is."""
        request = SealResults(results=tuple(requests))
        return self.rpc.call_as_self(records.seal_results, request, context, MAKING_TIMEOUT_S).papers


def _request(command_id: str, draft: DocumentDraft) -> IssueDocument:
    return IssueDocument(
        command_id=command_id,
        kind=draft.kind.value,
        form_number=draft.form_number,
        regime_id=draft.law.regime.regime_id,
        agency_code=draft.agency_code,
        dossier_id=draft.dossier_id,
        content=draft.content,
        readers=draft.readers,
        signer_id=draft.signer_id,
        decides=draft.decides,
        procedure_code=draft.law.procedure.code if draft.decides else None,
    )


def _issued(draft: DocumentDraft, made: SignedDocument) -> IssuedDocument:
    return IssuedDocument(
        kind=draft.kind,
        form_number=draft.form_number,
        file_id=made.file_id,
        sha256=made.sha256,
        verification_code=made.verification_code,
        issued_at=made.issued_at,
        about_version=draft.about_version,
    )
