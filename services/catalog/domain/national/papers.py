"""Papers of a row (thành phần hồ sơ): which there are, and which must be handed in."""

import re
from collections.abc import Iterable, Iterator

from catalog.domain.national.inquiry import Inquiry
from catalog.domain.national.row_models import DetailRow, PaperGroupRow, PaperRow
from contracts.catalog import (
    ComponentMark,
    NamedCode,
    ProcedureComponent,
    QuestionAnswer,
    QuestionKind,
    SourceFile,
    SourceWords,
)

_CONDITIONAL = re.compile(r"trường hợp|đối với|nếu có|\(nếu|khi có|xuất trình|hoặc", re.IGNORECASE)
"""What a paper or its heading says that only some applicants hand in or show."""


def components_of(row: DetailRow, inquiry: Inquiry) -> tuple[ProcedureComponent, ...]:
    """The same paper under several headings is listed under each.

    Where the source marks none as required it tells nothing: then no paper counts as optional, and an editor is asked.
    """
    found = tuple(dict.fromkeys(_components(row, inquiry)))
    if not found or any(each.required for each in found):
        return found
    likely = [_mark(each) for each in found if not _CONDITIONAL.search(f"{each.group} {each.name}")]
    answer = inquiry.ask(
        QuestionKind.PAPERS_UNMARKED,
        "papers",
        [SourceWords(place=each.group, text=f"{each.code}: {each.name}") for each in found],
        [QuestionAnswer(required_components=tuple(dict.fromkeys(likely)))],
        topic="papers",
    )
    if answer is None or answer.required_components is None:
        return tuple(each.model_copy(update={"required_unknown": True}) for each in found)
    owed = set(answer.required_components)
    return tuple(each.model_copy(update={"required": _mark(each) in owed}) for each in found)


def _components(row: DetailRow, inquiry: Inquiry) -> Iterator[ProcedureComponent]:
    for number, group in enumerate(row.execution_cases):
        for index, paper in enumerate(group.profile_components):
            named = _named(row.code, paper, group, (number, index), inquiry)
            if named is not None:
                yield _component(paper, named, group.name)


def _named(
    code: str, paper: PaperRow, group: PaperGroupRow, place: tuple[int, int], inquiry: Inquiry
) -> NamedCode | None:
    """Code and name; None for what is no paper, or nobody has said yet what it is. A paper without a code gets one."""
    number, index = place
    own = paper.code or f"{code}-P{number + 1}.{index + 1}"
    if paper.name:
        return NamedCode(code=own, name=paper.name)
    kinds = [name for name, mark in _MARKS.items() if getattr(paper, mark)]
    words = f"{paper.code}; {paper.original_qty} + {paper.copy_qty} {' '.join(kinds)}; {group.name}"
    files = [file.file_name for file in paper.attachments]
    answer = inquiry.ask(
        QuestionKind.PAPER_UNNAMED,
        f"paper {number + 1}.{index + 1}",
        [
            SourceWords(
                place=f"executionCases/{number}/profileComponents/{index}", text="; ".join((words, *files))
            )
        ],
        [QuestionAnswer(no_component=True)],
        topic="paper",
        blocks_filing=True,
    )
    if answer is None or answer.component is None:
        return None
    return NamedCode(code=answer.component.code or own, name=answer.component.name)


def _component(paper: PaperRow, named: NamedCode, group: str) -> ProcedureComponent:
    return ProcedureComponent(
        code=named.code,
        name=named.name,
        group=group,
        required=paper.required,
        originals=paper.original_qty,
        copies=paper.copy_qty,
        electronic_form=paper.has_electronic_form,
        also_a_result=paper.is_processing_result,
        form_files=_files(paper),
    )


def _files(paper: PaperRow) -> tuple[SourceFile, ...]:
    return tuple(
        SourceFile(name=file.file_name, file_id=file.id, path=file.file_path) for file in paper.attachments
    )


def _mark(component: ProcedureComponent) -> ComponentMark:
    return ComponentMark(code=component.code, group=component.group)


_MARKS = {"hasElectronicForm": "has_electronic_form", "isProcessingResult": "is_processing_result"}


def marks_of(components: Iterable[ProcedureComponent]) -> frozenset[ComponentMark]:
    """The marks by which an answer may name these papers."""
    return frozenset(map(_mark, components))
