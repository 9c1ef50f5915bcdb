"""The end of a digitisation: the scan is sealed, certified where it is a certified copy, and goes into its owner's store."""

from dataclasses import dataclass

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.runtime.rpc_client import RpcClient
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import Agency
from contracts.errors import ErrorCode, ServiceError
from contracts.records import (
    CompleteDigitisation,
    DigitisationStep,
    DigitisedField,
    DigitisePaper,
    StoredPaper,
)
from records.application.digitisation.steps import record_step, require_version, visible
from records.application.documents.commands import command_of
from records.application.documents.result_sealing import sealed_file
from records.application.documents.signing_context import SigningContext
from records.application.documents.who_signs import agency_signs, who_certifies
from records.application.papers.named import named_issuer
from records.application.papers.paper_store import add_paper
from records.domain.digitisation.certification import (
    CERTIFIED_COPY,
    CopyCertification,
    copies_of,
    paper_code,
    papers_of,
)
from records.domain.digitisation.digitisation import DigitisationState, completed, confirmed_texts
from records.domain.files import MadeFile
from records.domain.issued_documents import DIGITISED, IssuedDocument, new_code
from records.domain.papers import PaperFile, PaperState, check_times, digitised
from records.repository import IssuedDocumentRepository
from records.repository.digitisations import DigitisationRepository
from records.repository.numbers import DocumentNumberRepository
from records.sealing.chain import Signed


@dataclass(frozen=True)
class _Numbers:
    """Given before the paper is sealed; `certification` for a certified copy alone."""

    paper_code: str
    certification: CopyCertification | None


def complete_digitisation(
    signing: SigningContext, client: RpcClient, request: CompleteDigitisation, context: Context
) -> StoredPaper:
    """By an officer of reception of the agency; a certified copy by an official who is competent to certify.

    Raises NOT_FOUND, FORBIDDEN, VERSION_STALE; INVALID_REQUEST while a field is not confirmed; SIGNATURE_REFUSED;
    FILE_NOT_USABLE, FILE_NOT_SEALABLE; UNAVAILABLE while key or timestamp are out of reach.
    """
    actor = context.actor
    _require_right(actor, certifies=request.certified_copy)
    state = visible(signing.store.repository(DigitisationRepository), request.digitisation_id, actor)
    before = signing.store.previous_result(contract.complete_digitisation, request, context)
    if before is not None:
        return before
    require_version(state, request.expected_version)
    paper = _as_read(client, state, request.command_id, context)
    find_signers = who_certifies if request.certified_copy else agency_signs
    signers = find_signers(signing, actor.agency_code, actor.account_id)
    code, numbers = new_code(), _numbers(signing, request, context)
    signed = sealed_file(
        signing, state.file_id, code, paper.title, actor.agency_code, signers, numbers.certification
    )

    def work(uow: UnitOfWork) -> StoredPaper:
        return _store(signing, uow, request, paper, numbers, signed, code)

    return signing.store.run_idempotent(contract.complete_digitisation, request, context, work)


def _store(
    signing: SigningContext,
    uow: UnitOfWork,
    request: CompleteDigitisation,
    paper: DigitisePaper,
    numbers: _Numbers,
    signed: Signed,
    code: str,
) -> StoredPaper:
    actor, digitisations = uow.context.actor, uow.repository(DigitisationRepository)
    state = visible(digitisations, request.digitisation_id, actor)
    require_version(state, request.expected_version)
    made = MadeFile.of(f"so-hoa-{numbers.paper_code}.pdf", signed.pdf, actor.agency_code)
    (file,) = signing.file_contents.add_files(uow, (made,))
    stored = _with_numbers(
        digitised(new_id(), paper, PaperFile.of(file), code, actor.agency_code, uow.now), numbers
    )
    uow.repository(IssuedDocumentRepository).add_all((_issued(stored, signed, request, uow),))
    after = completed(state, stored.paper_id, numbers.paper_code, actor.account_id, uow.now)
    digitisations.replace(after)
    record_step(uow, after, DigitisationStep.COMPLETED, certified_copy=request.certified_copy)
    return add_paper(uow, stored)


def _with_numbers(paper: PaperState, numbers: _Numbers) -> PaperState:
    certification = numbers.certification
    given = {
        "paper_code": numbers.paper_code,
        "certification_number": None if certification is None else certification.number,
    }
    return paper.model_copy(update=given)


def _issued(
    paper: PaperState, signed: Signed, request: CompleteDigitisation, uow: UnitOfWork
) -> IssuedDocument:
    """What anybody sees who verifies it: who issued the paper, and which agency scanned or certified it."""
    actor, certified = uow.context.actor, request.certified_copy
    assert paper.verification_code is not None, "it was sealed with one"
    what = "chứng thực bản sao điện tử" if certified else "số hóa"
    return IssuedDocument(
        code=paper.verification_code,
        command=command_of(request, uow.context),
        kind=CERTIFIED_COPY if certified else DIGITISED,
        decides=certified,
        title=paper.title,
        number=paper.certification_number if certified else paper.number,
        issuer_code=actor.agency_code,
        issuer_name=f"{paper.issuer_name} ({what}: {actor.agency_code})",
        issued_at=uow.now,
        valid_until=paper.valid_until,
        dossier_id=paper.dossier_id,
        file_id=paper.file.file_id,
        sha256=paper.file.sha256,
        size=paper.file.size,
        paper_id=paper.paper_id,
        archived_until=signed.archived_until,
    )


def _as_read(client: RpcClient, state: DigitisationState, command_id: str, context: Context) -> DigitisePaper:
    """The paper by what persons have confirmed of it. Raises INVALID_REQUEST."""
    texts = confirmed_texts(state)
    issuer = _issuer(client, texts[DigitisedField.ISSUER], context)
    named = {
        "command_id": command_id,
        "file_id": state.file_id,
        "title": texts[DigitisedField.TITLE],
        "result_code": state.result_code,
        "number": texts[DigitisedField.NUMBER],
        "issuer_code": issuer.code,
        "issuer_name": issuer.name,
        "issued_at": texts[DigitisedField.ISSUED_ON],
        "valid_until": texts[DigitisedField.VALID_UNTIL],
        "owner": state.owner.model_copy(update={"name": texts[DigitisedField.OWNER]}),
        "subject": state.subject,
        "dossier_id": state.dossier_id,
    }
    paper = DigitisePaper.model_validate(named, extra="ignore")
    check_times(paper.issued_at, paper.valid_until, utcnow())
    return paper


def _issuer(client: RpcClient, code: str | None, context: Context) -> Agency:
    return named_issuer(client, code, None, context, "/fields/issuer")


def _numbers(signing: SigningContext, request: CompleteDigitisation, context: Context) -> _Numbers:
    """In a transaction of their own, so that what is sealed again has the numbers that it had (ADR 84)."""
    now, agency_code, command = utcnow(), context.actor.agency_code, command_of(request, context)
    of_paper, of_copy = f"{command} paper", f"{command} copy"
    series = {of_paper: papers_of(agency_code, now)}
    if request.certified_copy:
        series[of_copy] = copies_of(agency_code, now)
    given = signing.store.transaction(
        context, lambda uow: uow.repository(DocumentNumberRepository).of_commands(series)
    )
    copy = given.get(of_copy)
    return _Numbers(
        paper_code(agency_code, given[of_paper]), None if copy is None else CopyCertification.of(copy)
    )


def _require_right(actor: Actor, *, certifies: bool) -> None:
    """Reception, and for a certified copy a leader too; whether he is competent, his certificate says. Raises FORBIDDEN,
    UNAUTHENTICATED."""
    if actor.kind is ActorKind.ANONYMOUS:
        raise ServiceError(ErrorCode.UNAUTHENTICATED)
    allowed = {OfficerRole.RECEPTION, *([OfficerRole.LEADER] if certifies else [])}
    if actor.kind is not ActorKind.OFFICER or not actor.agency_code or not allowed & set(actor.roles):
        raise ServiceError(ErrorCode.FORBIDDEN)
