"""Thành phần hồ sơ: the papers handed in against those that the procedure asks for."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import partial

from contracts.catalog import Procedure, ProcedureComponent
from contracts.dossiers import DossierPaper, PaperRef
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.records import FileInfo, FileState
from dossiers.domain.model.refusals import Findings, invalid_field
from dossiers.domain.submission_content.stored_papers import StoredPapers, as_scanned, reused_paper

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
    filed_on: date | None = None,
) -> tuple[DossierPaper, ...]:
    """The papers with what records knows of each.

    Raises INVALID_REQUEST, FILE_NOT_USABLE, PAPER_NOT_USABLE, with a pointer to every paper that is wrong.
    `stored` are those of the store; `at_desk`: the officer scans what is handed in, or leaves it on paper. What the desk has
    digitised on the local day `filed_on` was scanned for this dossier, and is not reused.
    """
    components = {component.code: component for component in procedure.components}
    findings = Findings()

    def paper_of(index: int, ref: PaperRef) -> DossierPaper:
        component, place = components.get(ref.component_code), f"/papers/{index}"
        if component is None:
            raise invalid_field(f"{place}/component_code", "unknown", "The procedure asks for no such paper.")
        if ref.paper_id is not None:
            taken = reused_paper(index, ref, {} if stored is None else stored)
            return as_scanned(taken, stored, filed_on) if at_desk else taken
        if ref.file_id is not None:
            found = usable_file(ref.file_id, files, owner_id, f"{place}/file_id", named(component))
            return _paper(ref, found, at_desk)
        if at_desk:
            return _on_paper(ref, component)
        raise invalid_field(f"{place}/file_id", "required", "Upload the paper first.")

    papers = [findings.of(partial(paper_of, index, ref), None) for index, ref in enumerate(refs)]
    findings.raise_any()
    return tuple(paper for paper in papers if paper is not None)


def named(component: ProcedureComponent) -> str:
    """A component as a message names it: name and code."""
    return f"{component.name} ({component.code})"


def usable_file(
    file_id: str, files: Files, owner_id: str, pointer: str = "/file_id", what: str | None = None
) -> FileInfo:
    """The file, if it came whole, could be opened and belongs to the caller.

    Raises FILE_NOT_USABLE at `pointer`; `what` the file is for, its id where nothing says.
    """
    info = files.get(file_id)
    if info is None or info.state is not FileState.STORED or info.owner_id != owner_id or info.pages is None:
        wrong = FieldError(
            pointer=pointer,
            code="file_not_usable",
            detail=what or file_id,
            params=None if what is None else {"title": what},
        )
        raise ServiceError(ErrorCode.FILE_NOT_USABLE, errors=(wrong,), file_id=file_id)
    return info


def sealable_file(file_id: str, files: Files, owner_id: str) -> FileInfo:
    """The file of a result, if it is usable and can be signed, too. Raises FILE_NOT_USABLE, FILE_NOT_SEALABLE."""
    info = usable_file(file_id, files, owner_id)
    if info.seal_defect is not None:
        raise ServiceError(ErrorCode.FILE_NOT_SEALABLE, file_id=file_id, defect=info.seal_defect)
    return info


def check_complete(
    procedure: Procedure,
    case_code: str | None,
    papers: Iterable[DossierPaper | PaperRef],
    held: Collection[str] = (),
) -> None:
    """Check that nothing is missing. Raises PAPER_MISSING with name and code of each required component without paper.

    `held` are the codes of those that a database holds: they are not asked for. Where the source marks no paper as
    required, the officer judges what is missing; a dossier without any paper is refused as INVALID_REQUEST.
    """
    given = {*held, *(paper.component_code for paper in papers)}
    owed = [item for item in procedure.components if _is_owed(item, procedure, case_code)]
    missing = [item for item in owed if item.code not in given]
    if missing:
        errors = (
            FieldError(
                pointer="/papers",
                code="component_missing",
                detail=named(item),
                params={"title": named(item), "component_code": item.code},
            )
            for item in missing
        )
        names = "; ".join(item.name for item in missing)
        raise ServiceError(ErrorCode.PAPER_MISSING, errors=tuple(errors), components=names)
    _check_any(procedure, case_code, given)


def _check_any(procedure: Procedure, case_code: str | None, given: Collection[str]) -> None:
    unmarked = [
        item for item in procedure.components if item.required_unknown and item.case_code in (None, case_code)
    ]
    if unmarked and not given and procedure.form_schema is None:
        raise invalid_field("/papers", "no_paper", "The dossier has none of the procedure's papers.")


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
