"""Chủ thể của kết quả: whom each result of a dossier is about, where it is not the applicant (TT 01/2023/TT-VPCP)."""

from collections.abc import Iterable
from datetime import date

from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.subjects import Subject, SubjectRelation, is_same_person
from contracts.time import local_day
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.law import Law
from dossiers.domain.model.refusals import invalid_field

Subjects = tuple[Subject, ...]


def check_named(subjects: Iterable[Subject], today: date) -> None:
    """Check the persons whom a filing names. Raises INVALID_REQUEST for the applicant, for a person who is named twice, and
    for a day of birth that has not come."""
    seen: Subjects = ()
    for index, subject in enumerate(subjects):
        place = f"/subjects/{index}"
        if subject.relation is SubjectRelation.APPLICANT:
            raise invalid_field(f"{place}/relation", "not_expected", "The applicant is named already.")
        if _position(seen, subject) is not None:
            raise invalid_field(place, "repeated", "The person is named twice.")
        check_birth(subject, today, place)
        seen = (*seen, subject)


def subject_of_result(
    dossier: DossierState, stated: Subject | None, result_code: str | None, context: ActionContext
) -> tuple[Subjects, int | None]:
    """The subjects of the dossier with the one that the officer states, and the place of the result's; None: the applicant.

    Where the officer states none it is the only one that the filing names, and the applicant where it names none and the law
    does not say that such a result is about another. Raises INVALID_REQUEST where nobody but the officer knows.
    """
    if stated is not None:
        return _with_stated(dossier.subjects, stated, local_day(context.now))
    if len(dossier.subjects) == 1:
        return dossier.subjects, 0
    if dossier.subjects or _is_about_another(context.law, result_code):
        raise _required(dossier.subjects)
    return (), None


def subject_at(dossier: DossierState, position: int | None) -> Subject | None:
    """The person at this place; None for the applicant, and where the personal data of the dossier was erased."""
    known = position is not None and position < len(dossier.subjects)
    return dossier.subjects[position] if known and position is not None else None


def _with_stated(subjects: Subjects, stated: Subject, today: date) -> tuple[Subjects, int | None]:
    """What the officer states of a person who is named already takes the place of what the filing said; what he leaves out
    stays."""
    if stated.relation is SubjectRelation.APPLICANT:
        return subjects, None
    check_birth(stated, today, "/subject")
    place = _position(subjects, stated)
    if place is None:
        return (*subjects, stated), len(subjects)
    confirmed = subjects[place].model_copy(
        update={name: value for name, value in dict(stated).items() if value is not None}
    )
    return (*subjects[:place], confirmed, *subjects[place + 1 :]), place


def _position(subjects: Subjects, person: Subject) -> int | None:
    return next((place for place, known in enumerate(subjects) if is_same_person(known, person)), None)


def _is_about_another(law: Law, result_code: str | None) -> bool:
    return any(kind.subject_is_another for kind in law.procedure.results if kind.code == result_code)


def is_about(dossier: DossierState, position: int | None, person: Subject) -> bool:
    """Whether a result with the subject at this place is about this person."""
    known = subject_at(dossier, position)
    if known is None:
        return position is None and person.relation is SubjectRelation.APPLICANT
    return person.relation is not SubjectRelation.APPLICANT and is_same_person(known, person)


def check_birth(subject: Subject, today: date, place: str) -> None:
    if subject.born_on is not None and subject.born_on > today:
        raise invalid_field(f"{place}/born_on", "date_in_future", "The day of birth has not come.")


def no_subject_expected() -> ServiceError:
    """For a subject of what grants nobody anything."""
    return invalid_field("/subject", "not_expected", "Only a result that is granted here has one.")


def _required(subjects: Subjects) -> ServiceError:
    """Names the persons that there are."""
    choices = "; ".join(subject.full_name for subject in subjects)
    wrong = FieldError(
        pointer="/subject", code="required", detail=f"Name whom the result is about. {choices}".rstrip()
    )
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
