"""Sealing of results (ký số kết quả giải quyết): made PDFs, stamped, signed, and put into their owners' stores."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.unit_of_work import UnitOfWork
from contracts.errors import ErrorCode, ServiceError
from contracts.records import SealResult, SealResults, StoredPaper, StoredPapers
from records.application.documents.commands import command_of, issued_once
from records.application.documents.signing_context import SigningContext
from records.application.documents.who_signs import mandate_of, who_signs
from records.application.papers.paper_store import add_sealed_papers
from records.domain import file_access
from records.domain.certificates import Signers
from records.domain.digitisation.certification import CopyCertification
from records.domain.files import File, MadeFile, in_portions
from records.domain.issued_documents import RESULT, IssuedDocument, new_code
from records.domain.papers import SealedPaper, view
from records.making.jobs import SealJob
from records.repository import FileRepository, PaperRepository
from records.sealing.chain import Signed


def seal_result(signing: SigningContext, request: SealResult, context: Context) -> StoredPaper:
    """By a service. Repeated, it answers with the paper made first, as it stands now.

    Raises FILE_NOT_USABLE, FILE_NOT_SEALABLE; UNAVAILABLE while key or timestamp are out of reach.
    """
    (paper,) = seal_results(signing, SealResults(results=(request,)), context).papers
    return paper


def seal_results(signing: SigningContext, request: SealResults, context: Context) -> StoredPapers:
    """As `seal_result` for each, as many in one transaction as a portion of files holds."""
    file_access.require_service(context.actor)
    files = _files(signing, (each.file_id for each in request.results))
    papers: list[StoredPaper] = []
    for portion in in_portions(request.results, lambda each: files.get(each.file_id)):
        papers.extend(_seal_portion(signing, portion, files, context))
    return StoredPapers(papers=tuple(papers))


def sealed_file(
    signing: SigningContext,
    file_id: str,
    code: str,
    title: str,
    agency_name: str,
    signers: Signers | None,
    certification: CopyCertification | None = None,
) -> Signed:
    """The file as a PDF, stamped with the code or with the words that certify it, and signed.

    Raises FILE_NOT_USABLE, FILE_NOT_SEALABLE, SIGNATURE_REFUSED,
    UNAVAILABLE."""
    file = _usable(_files(signing, (file_id,)), file_id)
    (content,) = signing.file_contents.read_all((file,))
    job = _job(signing, file, code, title, agency_name, signers)
    return signing.tools.making.seal(job.model_copy(update={"certification": certification}), content)


def _seal_portion(
    signing: SigningContext, requests: Sequence[SealResult], files: Mapping[str, File], context: Context
) -> Iterator[StoredPaper]:
    by_command = {command_of(each, context): each for each in requests}
    draft: _Draft | None = None

    def make(commands: list[str]) -> _Draft:
        nonlocal draft
        draft = _Draft.of(signing, {command: by_command[command] for command in commands}, files)
        return draft

    issued = issued_once(signing, tuple(by_command), make, context)
    ids = [_paper_id(issued[command_of(each, context)]) for each in requests]
    papers = draft.papers if draft else {}
    before = [paper_id for paper_id in ids if paper_id not in papers]
    if before:
        stored = signing.store.repository(PaperRepository).find_all(before)
        papers = papers | {paper_id: view(paper, utcnow()) for paper_id, paper in stored.items()}
    return (papers[paper_id] for paper_id in ids)


@dataclass(frozen=True)
class _Sealed:
    """A result that is sealed: whose command it was, the code on it, what it will be in the store."""

    command: str
    request: SealResult
    code: str
    paper_id: str
    made: MadeFile
    archived_until: datetime | None
    mandate_id: str | None = None

    @classmethod
    def of(
        cls,
        signing: SigningContext,
        command: str,
        request: SealResult,
        signers: Signers | None,
        file: File,
        content: bytes,
    ) -> "_Sealed":
        code = new_code()
        job = _job(signing, file, code, request.title, request.agency_name, signers)
        signed = signing.tools.making.seal(job, content)
        name = f"ket-qua-{request.dossier_code}.pdf"
        made = MadeFile.of(name, signed.pdf, request.agency_code, request.readers)
        return cls(command, request, code, new_id(), made, signed.archived_until, mandate_of(signers))


@dataclass
class _Draft:
    """Results that are sealed, not yet stored. `papers` is what they became in the store, by id, once they are stored."""

    signing: SigningContext
    sealed: Sequence[_Sealed]
    papers: dict[str, StoredPaper] = field(default_factory=dict)

    @classmethod
    def of(
        cls, signing: SigningContext, requests: Mapping[str, SealResult], files: Mapping[str, File]
    ) -> "_Draft":
        originals = [_usable(files, request.file_id) for request in requests.values()]
        signers = who_signs(signing, requests)
        contents = signing.file_contents.read_all(originals)
        sealed = [
            _Sealed.of(signing, command, request, signers[command], file, content)
            for (command, request), file, content in zip(requests.items(), originals, contents, strict=True)
        ]
        return cls(signing, sealed)

    def store(self, uow: UnitOfWork) -> list[IssuedDocument]:
        files = self.signing.file_contents.add_files(uow, [each.made for each in self.sealed])
        pairs = list(zip(self.sealed, files, strict=True))
        papers = [(_sealed_paper(each, file, uow), each.request.readers) for each, file in pairs]
        self.papers = {paper.paper_id: paper for paper in add_sealed_papers(uow, papers)}
        return [_issued_document(each, file, uow) for each, file in pairs]


def _files(signing: SigningContext, file_ids: Iterable[str]) -> dict[str, File]:
    """Those that exist, by id."""
    return {file.file_id: file for file in signing.store.repository(FileRepository).find(file_ids)}


def _usable(files: Mapping[str, File], file_id: str) -> File:
    """Raises FILE_NOT_USABLE."""
    file = files.get(file_id)
    if file is None or file.content is None:
        raise ServiceError(ErrorCode.FILE_NOT_USABLE, file_id=file_id)
    return file


def _job(
    signing: SigningContext, file: File, code: str, title: str, agency_name: str, signers: Signers | None
) -> SealJob:
    return SealJob(
        file_id=file.file_id,
        media_type=file.stored_content.media_type,
        code=code,
        url=signing.verification_url(code),
        title=title,
        agency_name=agency_name,
        at=utcnow(),
        signers=signers,
    )


def _paper_id(issued: IssuedDocument) -> str:
    """Raises IDEMPOTENCY_MISMATCH where the command has made a document."""
    if issued.paper_id is None:
        raise ServiceError(ErrorCode.IDEMPOTENCY_MISMATCH)
    return issued.paper_id


def _issued_document(sealed: _Sealed, file: File, uow: UnitOfWork) -> IssuedDocument:
    content, request = file.stored_content, sealed.request
    return IssuedDocument(
        code=sealed.code,
        command=sealed.command,
        kind=RESULT,
        decides=True,
        title=request.title,
        number=request.number,
        issuer_code=request.agency_code,
        issuer_name=request.agency_name,
        issued_at=uow.now,
        valid_until=request.valid_until,
        dossier_id=request.dossier_id,
        dossier_code=request.dossier_code,
        file_id=file.file_id,
        sha256=content.sha256,
        size=content.size,
        paper_id=sealed.paper_id,
        mandate_id=sealed.mandate_id,
        decided_at=request.decided_at,
        archived_until=sealed.archived_until,
    )


def _sealed_paper(sealed: _Sealed, file: File, uow: UnitOfWork) -> SealedPaper:
    content, request = file.stored_content, sealed.request
    same = request.model_dump(include=set(SealedPaper.model_fields) - {"file_id"})
    return SealedPaper(
        **same,
        paper_id=sealed.paper_id,
        file_id=file.file_id,
        sha256=content.sha256,
        size=content.size,
        media_type=content.media_type,
        verification_code=sealed.code,
        issuer_code=request.agency_code,
        issuer_name=request.agency_name,
        issued_at=uow.now,
    )
