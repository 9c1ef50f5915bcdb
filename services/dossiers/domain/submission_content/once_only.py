"""Dữ liệu chỉ cung cấp một lần: what a published database holds is not asked for (NĐ 118/2025/NĐ-CP art 4.2a as amended).

A paper may be asked for only where the look-up failed: the database did not answer (DATA_UNAVAILABLE), or what it answered
is incomplete or wrong (DATA_WRONG); then the applicant is told where to have it corrected (art 17.2a). The failed look-up
is recorded with the request.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import partial

from contracts.catalog import PaperSource, Procedure, ProcedureComponent, rule_on
from contracts.dossiers import ComponentRequest, FailedLookUp, RequestedComponent, SupplementReason
from contracts.time import local_day
from dossiers.domain.model.law import Law
from dossiers.domain.model.refusals import Findings, invalid_field


def held_components(law: Law, day: date) -> frozenset[str]:
    """The codes of the components that a published database holds on the local day; none under a law that still asks for
    them."""
    if not law.regime.once_only:
        return frozenset()
    return frozenset(each.code for each in law.procedure.components if source_on(each, day) is not None)


def source_on(component: ProcedureComponent, day: date) -> PaperSource | None:
    """The database that holds what the paper shows, on the local day."""
    return rule_on(component.sources, day)


def check_requested(
    law: Law,
    requests: Sequence[ComponentRequest],
    look_ups: Sequence[FailedLookUp],
    submitted_at: datetime,
    now: datetime,
) -> None:
    """Raises INVALID_REQUEST at each component that a database holds and for which no look-up failed, and at each look-up
    that is not one for it: of another database, before the dossier, or later than now."""
    held, findings = held_components(law, local_day(now)), Findings()
    for index, look_up in enumerate(look_ups):
        findings.of(partial(_check_look_up, law, index, look_up, submitted_at, now), None)
    failed = {look_up.component_code for look_up in look_ups}
    for index, request in enumerate(requests):
        if request.component_code in held - failed:
            pointer = f"/components/{index}/component_code"
            findings.add(invalid_field(pointer, "held_by_database", "A database holds this paper."))
    findings.raise_any()


def with_reasons(
    procedure: Procedure,
    requested: Iterable[RequestedComponent],
    look_ups: Iterable[FailedLookUp],
    now: datetime,
) -> tuple[RequestedComponent, ...]:
    """What is asked for with the reason of its failed look-up, and where wrong data are corrected."""
    components = {each.code: each for each in procedure.components}
    failed = {look_up.component_code: look_up for look_up in look_ups}
    return tuple(_with_reason(each, failed.get(each.component_code), components, now) for each in requested)


def correction_notes(components: Iterable[RequestedComponent]) -> tuple[str, ...]:
    """What the request says of data that the applicant has corrected at their source."""
    return tuple(
        f"{each.name}: dữ liệu chưa đúng, đề nghị chỉnh sửa tại {each.correct_at}"
        for each in components
        if each.correct_at
    )


def _with_reason(
    component_request: RequestedComponent,
    failed: FailedLookUp | None,
    components: dict[str, ProcedureComponent],
    now: datetime,
) -> RequestedComponent:
    component = components.get(component_request.component_code)
    if failed is None or component is None:
        return component_request
    source = source_on(component, local_day(now))
    wrong = failed.reason is SupplementReason.DATA_WRONG and source is not None
    return component_request.model_copy(
        update={
            "reason_code": failed.reason,
            "correct_at": (source.correct_at or source.database_name) if wrong and source else None,
        }
    )


def _check_look_up(
    law: Law, index: int, look_up: FailedLookUp, submitted_at: datetime, now: datetime
) -> None:
    place = f"/failed_look_ups/{index}"
    component = next((each for each in law.procedure.components if each.code == look_up.component_code), None)
    source = None if component is None else source_on(component, local_day(now))
    if source is None:
        raise invalid_field(f"{place}/component_code", "unknown", "No database holds this paper.")
    if source.database_code != look_up.database_code:
        raise invalid_field(f"{place}/database_code", "unknown", "Another database holds this paper.")
    if not submitted_at <= look_up.looked_up_at <= now:
        raise invalid_field(
            f"{place}/looked_up_at", "not_of_this_dossier", "The look-up is not one for this dossier."
        )
