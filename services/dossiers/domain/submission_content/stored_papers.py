"""Papers taken from the personal store (tái sử dụng) instead of being handed in again."""

from collections.abc import Iterable, Mapping
from datetime import date

from contracts.catalog import Procedure
from contracts.dossiers import DossierPaper, PaperRef
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.records import PaperOrigin, PaperReuseRequest, StoredPaper
from contracts.time import local_day

StoredPapers = Mapping[str, StoredPaper]
"""The papers of the store that may be used in this dossier, by id."""

NOT_AVAILABLE = (
    "Kho không cho dùng giấy tờ này trong hồ sơ. The store does not give this paper to the dossier."
)


class AssumePapersExist(dict[str, StoredPaper]):
    """For a rehearsal before the store is called: every paper counts as there, to see whether all else is right."""

    def __contains__(self, paper_id: object) -> bool:
        return True


def reused_paper(index: int, ref: PaperRef, stored: StoredPapers) -> DossierPaper:
    """The paper of the store at this place of the request. Raises PAPER_NOT_USABLE."""
    if ref.paper_id is None or ref.paper_id not in stored:
        raise ServiceError(ErrorCode.PAPER_NOT_USABLE, errors=(_at(index, "not_owned", NOT_AVAILABLE),))
    paper = stored.get(ref.paper_id)
    if paper is None:
        return DossierPaper(component_code=ref.component_code, name="", paper_id=ref.paper_id, reused=True)
    return DossierPaper(
        component_code=ref.component_code,
        name=paper.title,
        file_id=paper.file_id,
        sha256=paper.sha256,
        size=paper.size,
        media_type=paper.media_type,
        paper_id=paper.paper_id,
        result_code=paper.result_code if paper.verified else None,
        reused=True,
    )


def as_scanned(taken: DossierPaper, stored: StoredPapers | None, on: date | None) -> DossierPaper:
    """A paper of the store that the desk has digitised on this local day: số hóa, and no tái sử dụng."""
    paper = (stored or {}).get(taken.paper_id or "")
    if paper is None or paper.origin is not PaperOrigin.DIGITISED or local_day(paper.created_at) != on:
        return taken
    return taken.model_copy(update={"digitised": True, "reused": False})


def reused_positions(refs: Iterable[PaperRef]) -> tuple[int, ...]:
    """Where among the papers of a request those of the store stand."""
    return tuple(index for index, ref in enumerate(refs) if ref.paper_id is not None)


def reuse_questions(procedure: Procedure, refs: tuple[PaperRef, ...]) -> tuple[PaperReuseRequest, ...]:
    """The questions to the store, in the order of `reused_positions`."""
    kinds = {component.code: component.result_codes for component in procedure.components}
    return tuple(
        PaperReuseRequest(
            paper_id=ref.paper_id,
            component_code=ref.component_code,
            result_codes=kinds.get(ref.component_code, ()),
        )
        for ref in refs
        if ref.paper_id is not None
    )


def with_request_pointers(error: ServiceError, refs: Iterable[PaperRef]) -> ServiceError:
    """The store's refusal with its pointers into the request instead of into the questions."""
    where = reused_positions(refs)
    errors = (
        _at(where[int(wrong.pointer.split("/")[2])], wrong.code, wrong.detail) for wrong in error.errors
    )
    return ServiceError(error.code, errors=tuple(errors), **error.params)


def _at(index: int, code: str, detail: str) -> FieldError:
    return FieldError(pointer=f"/papers/{index}/paper_id", code=code, detail=detail)
