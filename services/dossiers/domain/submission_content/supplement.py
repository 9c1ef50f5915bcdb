"""Bổ sung theo từng giấy tờ: what a request for a supplement asks for by piece, and what the answer does to the papers.

A piece is one file, stored paper or paper at the desk of a component. An answer replaces what it names, or what the request
named; a component of one piece is renewed by what comes for it. Everything else is added, so that no piece is lost that
nobody named.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from contracts.catalog import Procedure
from contracts.dossiers import (
    ComponentRequest,
    DossierPaper,
    RequestedComponent,
    Supplement,
    SupplementPaperRef,
)
from dossiers.domain.model.refusals import Findings, invalid_field


@dataclass(frozen=True)
class PaperChange:
    """The papers after a supplement, and which of them were replaced and came."""

    papers: tuple[DossierPaper, ...]
    replaced: tuple[DossierPaper, ...]
    added: tuple[DossierPaper, ...]


def requested_components(
    procedure: Procedure, requests: Sequence[ComponentRequest], papers: Iterable[DossierPaper]
) -> tuple[RequestedComponent, ...]:
    """The components that are asked for, by name. Raises INVALID_REQUEST at every one that does not exist."""
    names = {component.code: component.name for component in procedure.components}
    pieces = {(paper.component_code, piece_id(paper)) for paper in papers}
    findings = Findings()
    for index, one in enumerate(requests):
        findings.of(partial(_check, one, f"/components/{index}", names, pieces), None)
    findings.raise_any()
    return tuple(
        RequestedComponent(
            component_code=one.component_code,
            name=names[one.component_code],
            piece=one.piece,
            note=one.note,
            reason_code=one.reason_code,
        )
        for one in requests
    )


def supplement_items(components: Iterable[RequestedComponent], items: Iterable[str]) -> tuple[str, ...]:
    """All that is asked for in words: the components by name, then what is asked beside them."""
    named = (f"{one.name}: {one.note}" if one.note else one.name for one in components)
    return (*named, *items)


def change_papers(
    old: tuple[DossierPaper, ...],
    refs: Sequence[SupplementPaperRef],
    new: tuple[DossierPaper, ...],
    requested: Iterable[RequestedComponent],
) -> PaperChange:
    """`new` are the papers of `refs`, in their order. Raises INVALID_REQUEST at each `replaces` that names no piece."""
    _check_named(old, refs)
    sought = tuple(requested)
    gone = [paper for paper in old if _is_replaced(paper, old, refs, sought)]
    remaining = tuple(paper for paper in old if not any(paper is other for other in gone))
    return PaperChange((*remaining, *new), tuple(gone), new)


def answered_components(
    supplement: Supplement, refs: Iterable[SupplementPaperRef], now: datetime
) -> tuple[RequestedComponent, ...]:
    """The components that were asked for; those for which a paper came are answered, the others stay open."""
    came = {ref.component_code for ref in refs}
    return tuple(
        one.model_copy(update={"answered_at": now}) if one.component_code in came else one
        for one in supplement.components
    )


def piece_id(paper: DossierPaper) -> str | None:
    """What names a piece: its file or its stored paper; None of one that lies at the desk on paper."""
    return paper.paper_id or paper.file_id


def _check(
    one: ComponentRequest, at: str, names: dict[str, str], pieces: set[tuple[str, str | None]]
) -> None:
    if one.component_code not in names:
        raise invalid_field(f"{at}/component_code", "unknown", "The procedure asks for no such paper.")
    if one.piece is not None and (one.component_code, one.piece) not in pieces:
        raise invalid_field(f"{at}/piece", "unknown_piece", "The dossier has no such paper.")


def _check_named(old: Iterable[DossierPaper], refs: Sequence[SupplementPaperRef]) -> None:
    pieces = {
        (paper.component_code, name) for paper in old for name in (paper.file_id, paper.paper_id) if name
    }
    findings = Findings()
    for index, ref in enumerate(refs):
        if ref.replaces is not None and (ref.component_code, ref.replaces) not in pieces:
            wrong = invalid_field(
                f"/papers/{index}/replaces", "unknown_piece", "The dossier has no such paper."
            )
            findings.add(wrong)
    findings.raise_any()


def _is_replaced(
    paper: DossierPaper,
    old: Sequence[DossierPaper],
    refs: Sequence[SupplementPaperRef],
    requested: Sequence[RequestedComponent],
) -> bool:
    code = paper.component_code
    names = (paper.file_id, paper.paper_id)
    coming = [ref for ref in refs if ref.component_code == code]
    if not coming:
        return False
    if any(ref.replaces is not None for ref in coming):
        return any(ref.replaces is not None and ref.replaces in names for ref in coming)
    sought = [one.piece for one in requested if one.component_code == code]
    if sought:
        return None in sought or any(piece in names for piece in sought if piece is not None)
    return sum(other.component_code == code for other in old) == 1
