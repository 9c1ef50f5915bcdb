"""A paper on its way into the store: its scan, what machines suggest, what persons confirm, what it became."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NoReturn

from contracts.base import Actor, Identifier, Instant, Model
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.field_error_messages import wrong_field
from contracts.records import (
    BeginDigitisation,
    ConfirmedField,
    Digitisation,
    DigitisedField,
    FieldState,
    PaperOwner,
    ProposeFields,
    Sha256,
    SuggestedText,
)
from contracts.subjects import Subject, SubjectOfPaper
from contracts.time import local_day
from records.domain.digitisation.scan_rules import ScanReport

NEEDED = (DigitisedField.TITLE, DigitisedField.ISSUER, DigitisedField.ISSUED_ON, DigitisedField.OWNER)
"""What every paper has: trích yếu, nơi cấp, ngày cấp, chủ sở hữu."""
DAYS = frozenset({DigitisedField.ISSUED_ON, DigitisedField.VALID_UNTIL})


class Suggestion(SuggestedText):
    """Of a machine, through the caller `proposed_by`."""

    name: DigitisedField
    proposed_by: Identifier


class Confirmation(Model):
    """Of a person. A later one of the same field corrects it; none is ever taken away."""

    name: DigitisedField
    text: str | None
    corrected: bool | None
    confirmed_by: Identifier
    confirmed_at: Instant


class DigitisationState(Model):
    """`scanned_again`: papers of the store beside which it was scanned, and why. Open until `paper_id` is there."""

    digitisation_id: Identifier
    version: int
    agency_code: str
    officer_id: Identifier
    dossier_id: Identifier | None = None
    component_code: str | None = None
    result_code: str | None = None
    owner: PaperOwner
    subject: Subject | None = None
    file_id: Identifier
    sha256: Sha256
    pages: int
    lowest_dpi: int
    pdf_a: str
    scanned_again: tuple[Identifier, ...] = ()
    scanned_again_reason: str | None = None
    suggestions: tuple[Suggestion, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    paper_id: Identifier | None = None
    paper_code: str | None = None
    completed_by: Identifier | None = None
    completed_at: Instant | None = None
    created_at: Instant

    def suggested(self, name: DigitisedField) -> str | None:
        """The last suggestion of a field."""
        return next((each.text for each in reversed(self.suggestions) if each.name is name), None)

    def confirmation(self, name: DigitisedField) -> Confirmation | None:
        """The one that counts."""
        return next((each for each in reversed(self.confirmations) if each.name is name), None)


def begun(
    digitisation_id: str,
    request: BeginDigitisation,
    scan: tuple[ScanReport, str],
    result_code: str | None,
    actor: Actor,
    at: datetime,
) -> DigitisationState:
    """`scan`: its report, which has no defect, and its hash; `result_code` as the catalogue has it."""
    report, sha256 = scan
    same = {"dossier_id", "component_code", "owner", "subject", "file_id"}
    return DigitisationState(
        **{name: getattr(request, name) for name in same},
        digitisation_id=digitisation_id,
        version=1,
        agency_code=actor.agency_code,
        officer_id=actor.account_id,
        result_code=result_code,
        sha256=sha256,
        pages=report.count,
        lowest_dpi=report.lowest_dpi,
        pdf_a=report.pdf_a,
        scanned_again=request.scanned_again,
        scanned_again_reason=request.scanned_again_reason,
        created_at=at,
    )


def proposed(state: DigitisationState, request: ProposeFields, by: str, at: datetime) -> DigitisationState:
    """With suggestions that change nothing else: what a person has confirmed stays confirmed."""
    _require_open(state)
    new = (
        Suggestion(
            name=each.name,
            text=each.text,
            confidence=each.confidence,
            source=request.source,
            proposed_at=at,
            proposed_by=by,
        )
        for each in request.fields
    )
    return _next(state, suggestions=(*state.suggestions, *new))


def confirmed(
    state: DigitisationState, fields: tuple[ConfirmedField, ...], by: str, at: datetime
) -> DigitisationState:
    """Raises INVALID_REQUEST for a day that is none or has not come, for a field without which no paper is, and for one that
    was confirmed with the same words."""
    _require_open(state)
    wrong = [
        wrong_field(f"/fields/{index}/text", code)
        for index, each in enumerate(fields)
        if (code := _unfit(state, each, at))
    ]
    if wrong:
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=tuple(wrong))
    new = (
        Confirmation(
            name=each.name,
            text=each.text,
            corrected=_corrected(state, each),
            confirmed_by=by,
            confirmed_at=at,
        )
        for each in fields
    )
    return _next(state, confirmations=(*state.confirmations, *new))


def confirmed_texts(state: DigitisationState) -> dict[DigitisedField, str | None]:
    """What persons have confirmed, by field. Raises INVALID_REQUEST while a field that every paper has, or that a machine
    has suggested, was confirmed by nobody."""
    _require_open(state)
    open_fields = [
        name
        for name in DigitisedField
        if state.confirmation(name) is None and (name in NEEDED or state.suggested(name) is not None)
    ]
    if open_fields:
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=tuple(map(_unconfirmed, open_fields)))
    found = {name: state.confirmation(name) for name in DigitisedField}
    return {name: None if each is None else each.text for name, each in found.items()}


def completed(
    state: DigitisationState, paper_id: str, paper_code: str, by: str, at: datetime
) -> DigitisationState:
    _require_open(state)
    return _next(state, paper_id=paper_id, paper_code=paper_code, completed_by=by, completed_at=at)


def view(state: DigitisationState) -> Digitisation:
    """As officers of its agency see it: without the number of any person."""
    shown = set(Digitisation.model_fields) - {"fields", "subject"}
    about = state.subject
    named = [
        name
        for name in DigitisedField
        if state.suggested(name) is not None or state.confirmation(name) is not None
    ]
    return Digitisation(
        **state.model_dump(include=shown),
        subject=about and SubjectOfPaper(**about.model_dump(include=set(SubjectOfPaper.model_fields))),
        fields=tuple(_field(state, name) for name in named),
    )


def _field(state: DigitisationState, name: DigitisedField) -> FieldState:
    counts = state.confirmation(name)
    suggestions = tuple(
        SuggestedText(**each.model_dump(exclude={"name", "proposed_by"}))
        for each in state.suggestions
        if each.name is name
    )
    if counts is None:
        return FieldState(name=name, suggestions=suggestions)
    return FieldState(confirmed=True, suggestions=suggestions, **counts.model_dump())


def _unfit(state: DigitisationState, field: ConfirmedField, at: datetime) -> str | None:
    if field.text is None:
        return "field_needed" if field.name in NEEDED else _again(state, field)
    if field.name in DAYS:
        try:
            day = date.fromisoformat(field.text)
        except ValueError:
            return "date_parsing"
        if field.text != day.isoformat():
            return "date_parsing"
        if field.name is DigitisedField.ISSUED_ON and day > local_day(at):
            return "date_in_future"
    return _again(state, field)


def _again(state: DigitisationState, field: ConfirmedField) -> str | None:
    before = state.confirmation(field.name)
    return "field_confirmed" if before is not None and before.text == field.text else None


def _corrected(state: DigitisationState, field: ConfirmedField) -> bool | None:
    suggested = state.suggested(field.name)
    return None if suggested is None else suggested != field.text


def _require_open(state: DigitisationState) -> None:
    if state.paper_id is not None:
        _refuse(wrong_field("/digitisation_id", "digitisation_ended"))


def _unconfirmed(name: DigitisedField) -> FieldError:
    return wrong_field(f"/fields/{name.value}", "field_unconfirmed")


def _refuse(*errors: FieldError) -> NoReturn:
    raise ServiceError(ErrorCode.INVALID_REQUEST, errors=errors)


def _next(state: DigitisationState, **changes: object) -> DigitisationState:
    return state.model_copy(update={"version": state.version + 1, **changes})


def papers_not_named(found: Iterable[str], request: BeginDigitisation) -> tuple[FieldError, ...]:
    """What refuses a second scan: valid papers of that kind and person which the request does not name, or names without a
    reason."""
    missing = [paper_id for paper_id in found if paper_id not in request.scanned_again]
    if missing:
        wrong = wrong_field("/scanned_again", "paper_in_store")
        return tuple(wrong.model_copy(update={"params": {"paper_id": each}}) for each in missing)
    if request.scanned_again and request.scanned_again_reason is None:
        return (wrong_field("/scanned_again_reason", "reason_needed"),)
    return ()
