"""Content of a sound national row, as this catalogue has it."""

from collections.abc import Iterator

from catalog.domain.national.fees import fees_of
from catalog.domain.national.row_models import DetailRow, ListRow
from catalog.domain.national.times import time_limits_of
from contracts.catalog import (
    AdministrativeLevel,
    NamedCode,
    OnlineLevel,
    ProcedureCase,
    ProcedureComponent,
    ProcedureContent,
    ProcedureSource,
    ResultKind,
)

INTERNAL = "STANDARD_INTERNAL"


def from_list(row: ListRow) -> ProcedureContent:
    """Can be found and read, not filed. The list names fields and agencies by its own ids, so those are the codes.

    The first category is the field; the source lists the main one first.
    """
    fields = [
        NamedCode(code=code, name=name)
        for code, name in zip(row.category_ids, row.categories, strict=True)
    ]  # fmt: skip
    return ProcedureContent(
        code=row.code,
        name=row.name,
        field=fields[0] if fields else None,
        promulgator=NamedCode(code=row.department_promulgate_id, name=row.department_promulgate),
        fileable=False,
        source=ProcedureSource.NATIONAL_LIST,
        subjects=tuple(row.formality_target_type),
    )


def from_detail(row: DetailRow) -> ProcedureContent:
    """Can be filed, unless it is internal to the administration. No form schema: the source has forms as files."""
    field = row.categories_details[0] if row.categories_details else None
    return ProcedureContent(
        code=row.code,
        name=row.name,
        field=field and NamedCode(code=field.code, name=field.name),
        promulgator=NamedCode(code=row.department_promulgate_code, name=row.department_promulgate_name),
        levels=tuple(_levels(row)),
        online_level=_online_level(row),
        fileable=row.type != INTERNAL,
        source=ProcedureSource.NATIONAL_DETAIL,
        subjects=tuple(subject.name for subject in row.subject_types_details),
        keywords=tuple(_keywords(row)),
        decision_number=(row.procedure_proposal and row.procedure_proposal.proposal_number) or None,
        sequence=tuple(_sequence(row)),
        requirements=row.requirements_and_conditions,
        legal_bases=tuple(" ".join(filter(None, (law.code, law.name))) for law in row.legal_basises_details),
        agencies=tuple(dict.fromkeys(_agencies(row))),
        non_territorial=row.is_non_territorial,
        cases=tuple(ProcedureCase(code=case.code, name=case.name) for case in row.cases),
        time_limits=time_limits_of(row),
        fees=fees_of(row.code, row.execution_methods),
        components=tuple(dict.fromkeys(_components(row))),
        results=tuple(ResultKind(code=result.code, name=result.name) for result in row.results_details),
    )


def _keywords(row: DetailRow) -> Iterator[str]:
    """The source has them in one text, most of which repeats a name; "Không" stands for none."""
    for part in (row.keywords or "").split(";"):
        if (text := part.strip()) and text.casefold() != "không":
            yield text


def _levels(row: DetailRow) -> Iterator[AdministrativeLevel]:
    if row.is_ministry:
        yield AdministrativeLevel.MINISTRY
    if row.is_province:
        yield AdministrativeLevel.PROVINCE
    if row.is_ward:
        yield AdministrativeLevel.COMMUNE
    if row.is_other_agency or row.is_vertical:
        yield AdministrativeLevel.OTHER


def _online_level(row: DetailRow) -> OnlineLevel:
    if row.is_full_process:
        return OnlineLevel.FULL
    online = any(method.submission_method == "ONLINE" for method in row.execution_methods)
    return OnlineLevel.PARTIAL if online else OnlineLevel.NONE


def _sequence(row: DetailRow) -> Iterator[str]:
    """Trình tự thực hiện: each act with its name, where it has one."""
    for step in row.execution_steps:
        if text := "\n".join(part for part in (step.name, step.description) if part):
            yield text


def _agencies(row: DetailRow) -> Iterator[str]:
    """Cơ quan thực hiện: single ones, and kinds of them."""
    for agency in (*row.departments_executing, *row.unit_groups_executing):
        if agency.name:
            yield agency.name


def _components(row: DetailRow) -> Iterator[ProcedureComponent]:
    """The same paper under several headings is listed under each."""
    for group in row.execution_cases:
        for paper in group.profile_components:
            yield ProcedureComponent(
                code=paper.code,
                name=paper.name,
                group=group.name,
                required=paper.required,
                originals=paper.original_qty,
                copies=paper.copy_qty,
                electronic_form=paper.has_electronic_form,
                also_a_result=paper.is_processing_result,
            )
