"""Content of a sound national row, as this catalogue has it."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Literal

from catalog.domain.national.cases import cases_of
from catalog.domain.national.fees import fees_of
from catalog.domain.national.inquiry import Inquiry
from catalog.domain.national.papers import components_of
from catalog.domain.national.row_models import AgencyRow, DetailRow, EventRow, ListRow, ReturnRow
from catalog.domain.national.times import time_limits_of
from contracts.catalog import (
    AdministrativeLevel,
    LifeEvent,
    NamedCode,
    OnlineLevel,
    ProcedureContent,
    ProcedureSource,
    QuestionKind,
    ResultKind,
    ReturnOption,
    SourceWords,
)
from contracts.time import local_day

UNNAMED = "(nguồn không ghi tên cơ quan)"
INTERNAL = "STANDARD_INTERNAL"
KINDS: dict[str, Literal["standard", "specific", "internal"]] = {
    "STANDARD": "standard",
    "SPECIFIC": "specific",
    INTERNAL: "internal",
}
REGULATIONS: dict[str | None, Literal["assigned", "not_assigned", "other"] | None] = {
    "ASSIGNED_REGULATION": "assigned",
    "NOT_ASSIGNED_REGULATION": "not_assigned",
    "OTHER": "other",
    None: None,
}
RETURN_WAYS: dict[str, Literal["online", "at_counter", "at_home"]] = {
    "ONLINE": "online",
    "AT_SUBMISSION_PLACE": "at_counter",
    "AT_HOME": "at_home",
}


def from_list(row: ListRow, inquiry: Inquiry) -> ProcedureContent:
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
        promulgator=_promulgator(row.department_promulgate_id, row.department_promulgate, inquiry),
        fileable=False,
        source=ProcedureSource.NATIONAL_LIST,
        subjects=tuple(row.formality_target_type),
        kind=KINDS[row.type],
    )


def from_detail(row: DetailRow, inquiry: Inquiry) -> ProcedureContent:
    """Can be filed, unless it is internal to the administration or waits for an answer. No form schema: the source has forms
    as files."""
    field = row.categories_details[0] if row.categories_details else None
    proposal = row.procedure_proposal
    executing = _agencies(row.departments_executing, row.unit_groups_executing)
    promulgator = _promulgator(row.department_promulgate_code, row.department_promulgate_name, inquiry)
    cases, components = cases_of(row.cases, inquiry), components_of(row, inquiry)
    time_limits = time_limits_of(row, cases, inquiry)
    fees = fees_of(row.code, row.execution_methods, inquiry)
    return ProcedureContent(
        code=row.code,
        name=row.name,
        field=field and NamedCode(code=field.code, name=field.name),
        promulgator=promulgator,
        levels=tuple(_levels(row)),
        online_level=_online_level(row),
        fileable=row.type != INTERNAL and not inquiry.blocked,
        source=ProcedureSource.NATIONAL_DETAIL,
        subjects=tuple(subject.name for subject in row.subject_types_details),
        keywords=tuple(_keywords(row)),
        decision_number=(proposal and proposal.proposal_number) or None,
        description=_description(row),
        sequence=tuple(_sequence(row)),
        requirements=row.requirements_and_conditions,
        legal_bases=tuple(" ".join(filter(None, (law.code, law.name))) for law in row.legal_basises_details),
        agencies=tuple(dict.fromkeys(agency.name for agency in executing)),
        non_territorial=row.is_non_territorial,
        cases=tuple(case.case for case in cases),
        time_limits=time_limits,
        fees=fees,
        components=components,
        results=tuple(ResultKind(code=result.code, name=result.name) for result in row.results_details),
        note=row.note or "",
        decided_on=proposal and _day(proposal.decision_date),
        decision_issuer=(proposal and proposal.issuing_agency and proposal.issuing_agency.name) or None,
        publicised_on=proposal and _day(proposal.publication_date),
        subject_kinds=tuple(
            NamedCode(code=subject.code, name=subject.name) for subject in row.subject_types_details
        ),
        life_events=tuple(dict.fromkeys(map(_life_event, row.service_groups_details))),
        executing_agencies=executing,
        competent_agencies=_agencies(row.departments_authority, row.unit_groups_authority),
        authorised_agencies=_agencies(row.departments_authorized, row.unit_groups_authorized),
        coordinating_agencies=_agencies(row.departments_coordinating, row.unit_groups_coordinating),
        receiving_addresses=row.dossier_receiving_addresses or "",
        return_options=tuple(map(_return_option, row.returning_methods)),
        kind=KINDS[row.type],
        regulation=REGULATIONS[row.formality_type],
        shared_service=row.is_shared_service,
    )


def _promulgator(code: str, name: str, inquiry: Inquiry) -> NamedCode:
    """Found under the code alone until an editor has said who it is."""
    if name:
        return NamedCode(code=code, name=name)
    words = [SourceWords(place="promulgator", text=code)]
    answer = inquiry.ask(QuestionKind.PROMULGATOR_MISSING, "promulgator", words, topic="promulgator")
    given = None if answer is None else answer.promulgator
    return given or NamedCode(code=code, name=UNNAMED)


def _day(milliseconds: int | None) -> date | None:
    return None if milliseconds is None else local_day(datetime.fromtimestamp(milliseconds / 1000, UTC))


def _description(row: DetailRow) -> str:
    """The source mostly writes the requirements there once more."""
    return "" if row.description in (None, row.requirements_and_conditions) else row.description or ""


def _life_event(row: EventRow) -> LifeEvent:
    return LifeEvent(name=row.name, audience="citizen" if row.type == "CITIZEN" else "business")


def _return_option(row: ReturnRow) -> ReturnOption:
    return ReturnOption(
        handed_in="online" if row.type == "ONLINE" else "offline",
        ways=tuple(dict.fromkeys(RETURN_WAYS[way] for way in row.value)),
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


def _agencies(*groups: Iterable[AgencyRow]) -> tuple[NamedCode, ...]:
    """Agencies, single ones and kinds of them, each once."""
    named = (agency for group in groups for agency in group if agency.name)
    return tuple(dict.fromkeys(NamedCode(code=agency.code, name=agency.name) for agency in named))
