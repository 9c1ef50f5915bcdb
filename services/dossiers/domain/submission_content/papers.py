"""Thành phần hồ sơ: the papers handed in against those that the procedure asks for."""

from collections.abc import Iterable, Mapping

from contracts.catalog import Procedure, ProcedureComponent
from contracts.dossiers import DossierPaper, PaperRef
from contracts.errors import ErrorCode, ServiceError
from contracts.records import FileInfo, FileState
from dossiers.domain.model.refusals import invalid_field
from dossiers.domain.submission_content.stored_papers import StoredPapers, reused_paper

Files = Mapping[str, FileInfo]
"""What records knows of the files of a request, by id."""


def papers_of(
    procedure: Procedure,
    refs: Iterable[PaperRef],
    files: Files,
    owner_id: str,
    *,
    stored: StoredPapers | None = None,
    at_desk: bool = False,
) -> tuple[DossierPaper, ...]:
    """The papers with what records knows of each. Raises INVALID_REQUEST, FILE_NOT_USABLE, PAPER_NOT_USABLE.

    `stored` are those of the store; `at_desk`: the officer scans what is handed in, or leaves it on paper.
    """
    components = {component.code: component for component in procedure.components}
    papers = []
    for index, ref in enumerate(refs):
        if ref.component_code not in components:
            pointer = f"/papers/{index}/component_code"
            raise invalid_field(pointer, "unknown", "The procedure asks for no such paper.")
        if ref.paper_id is not None:
            papers.append(reused_paper(index, ref, {} if stored is None else stored))
        elif ref.file_id is not None:
            papers.append(_paper(ref, usable_file(ref.file_id, files, owner_id), at_desk))
        elif at_desk:
            papers.append(_on_paper(ref, components[ref.component_code]))
        else:
            raise invalid_field(f"/papers/{index}/file_id", "required", "Upload the paper first.")
    return tuple(papers)


def usable_file(file_id: str, files: Files, owner_id: str) -> FileInfo:
    """The file, if it came whole, could be opened and belongs to the caller. Raises FILE_NOT_USABLE."""
    info = files.get(file_id)
    if info is None or info.state is not FileState.STORED or info.owner_id != owner_id or info.pages is None:
        raise ServiceError(ErrorCode.FILE_NOT_USABLE, file_id=file_id)
    return info


def sealable_file(file_id: str, files: Files, owner_id: str) -> FileInfo:
    """The file of a result, if it is usable and can be signed, too. Raises FILE_NOT_USABLE, FILE_NOT_SEALABLE."""
    info = usable_file(file_id, files, owner_id)
    if info.seal_defect is not None:
        raise ServiceError(ErrorCode.FILE_NOT_SEALABLE, file_id=file_id, defect=info.seal_defect)
    return info


def check_complete(procedure: Procedure, case_code: str | None, papers: Iterable[DossierPaper]) -> None:
    """Check that nothing is missing. Raises PAPER_MISSING with the name of each required component that has no paper."""
    given = {paper.component_code for paper in papers}
    owed = [item for item in procedure.components if _is_owed(item, procedure, case_code)]
    missing = [item.name for item in owed if item.code not in given]
    if missing:
        raise ServiceError(ErrorCode.PAPER_MISSING, components="; ".join(missing))


def replace_papers(old: Iterable[DossierPaper], new: tuple[DossierPaper, ...]) -> tuple[DossierPaper, ...]:
    """New papers take the place of those of the same component."""
    renewed = {paper.component_code for paper in new}
    return (*(paper for paper in old if paper.component_code not in renewed), *new)


def _is_owed(component: ProcedureComponent, procedure: Procedure, case_code: str | None) -> bool:
    """An electronic form (tờ khai điện tử) is handed in as form data where the procedure has a form."""
    filled_in = component.electronic_form and procedure.form_schema is not None
    return component.required and component.case_code in (None, case_code) and not filled_in


def _on_paper(ref: PaperRef, component: ProcedureComponent) -> DossierPaper:
    return DossierPaper(component_code=ref.component_code, name=component.name, quantity=ref.quantity)


def _paper(ref: PaperRef, info: FileInfo, digitised: bool) -> DossierPaper:
    if info.sha256 is None or info.size is None or info.media_type is None:
        raise ServiceError(ErrorCode.FILE_NOT_USABLE, file_id=info.file_id)
    return DossierPaper(
        component_code=ref.component_code,
        file_id=info.file_id,
        name=info.name,
        sha256=info.sha256,
        size=info.size,
        media_type=info.media_type,
        digitised=digitised,
        quantity=ref.quantity,
    )
