"""A sound national row in the words of our catalogue."""

from collections.abc import Iterator

from contracts.catalog import (
    Case,
    Component,
    Level,
    NamedCode,
    OnlineLevel,
    ProcedureContent,
    ResultKind,
    Source,
)

from catalog.domain.national.fees import fees_of
from catalog.domain.national.rows import DetailRow, ListRow
from catalog.domain.national.times import time_limits_of

INTERNAL = "STANDARD_INTERNAL"


def from_list(row: ListRow) -> ProcedureContent:
    """Can be found and read, not filed. The list names fields and agencies by its own ids, so those are the codes.

    The first category is the field; the source lists the main one first.
    """
    fields = [
        NamedCode(code=code, name=name)
        for code, name in zip(row.categoryIds, row.categories, strict=True)
    ]  # fmt: skip
    return ProcedureContent(
        code=row.code,
        name=row.name,
        field=fields[0] if fields else None,
        promulgator=NamedCode(code=row.departmentPromulgateId, name=row.departmentPromulgate),
        fileable=False,
        source=Source.NATIONAL_LIST,
        subjects=tuple(row.formalityTargetType),
    )


def from_detail(row: DetailRow) -> ProcedureContent:
    """Can be filed, unless it is internal to the administration. No form schema: the source has forms as files."""
    field = row.categoriesDetails[0] if row.categoriesDetails else None
    return ProcedureContent(
        code=row.code,
        name=row.name,
        field=field and NamedCode(code=field.code, name=field.name),
        promulgator=NamedCode(code=row.departmentPromulgateCode, name=row.departmentPromulgateName),
        levels=tuple(_levels(row)),
        online_level=_online_level(row),
        fileable=row.type != INTERNAL,
        source=Source.NATIONAL_DETAIL,
        subjects=tuple(subject.name for subject in row.subjectTypesDetails),
        decision_number=(row.procedureProposal and row.procedureProposal.proposalNumber) or None,
        description=_sequence(row),
        requirements=row.requirementsAndConditions,
        legal_bases=tuple(" ".join(filter(None, (law.code, law.name))) for law in row.legalBasisesDetails),
        cases=tuple(Case(code=case.code, name=case.name) for case in row.cases),
        time_limits=time_limits_of(row),
        fees=fees_of(row.code, row.executionMethods),
        components=tuple(dict.fromkeys(_components(row))),
        results=tuple(ResultKind(code=result.code, name=result.name) for result in row.resultsDetails),
    )


def _levels(row: DetailRow) -> Iterator[Level]:
    if row.isMinistry:
        yield Level.MINISTRY
    if row.isProvince:
        yield Level.PROVINCE
    if row.isWard:
        yield Level.COMMUNE
    if row.isOtherAgency or row.isVertical:
        yield Level.OTHER


def _online_level(row: DetailRow) -> OnlineLevel:
    if row.isFullProcess:
        return OnlineLevel.FULL
    online = any(method.submissionMethod == "ONLINE" for method in row.executionMethods)
    return OnlineLevel.PARTIAL if online else OnlineLevel.NONE


def _sequence(row: DetailRow) -> str:
    """Trình tự thực hiện."""
    parts = (text for step in row.executionSteps for text in (step.name, step.description))
    return "\n".join(part for part in parts if part)


def _components(row: DetailRow) -> Iterator[Component]:
    """The same paper under several headings is listed under each."""
    for group in row.executionCases:
        for paper in group.profileComponents:
            yield Component(
                code=paper.code,
                name=paper.name,
                group=group.name,
                required=paper.required,
                originals=paper.originalQty,
                copies=paper.copyQty,
                electronic_form=paper.hasElectronicForm,
                also_a_result=paper.isProcessingResult,
            )
