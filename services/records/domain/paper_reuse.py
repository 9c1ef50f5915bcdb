"""May a stored paper stand for a paper that a procedure asks for (tái sử dụng)?"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from contracts.errors import FieldError
from contracts.field_error_messages import wrong_field
from contracts.records import PaperReuseRequest, PaperStatus
from contracts.subjects import Subject, is_same_person
from records.domain.paper_access import Claimant, may_reuse
from records.domain.papers import VERIFIED, PaperState


class ReuseRefusal(StrEnum):
    """Why not. A paper of somebody else and one that never existed have the same reason."""

    NOT_OWNED = "not_owned"
    REVOKED = "revoked"
    REPLACED = "replaced"
    EXPIRED = "expired"
    NOT_VERIFIED = "not_verified"
    WRONG_KIND = "wrong_kind"
    WRONG_SUBJECT = "wrong_subject"


_BY_STATUS = {
    PaperStatus.REVOKED: ReuseRefusal.REVOKED,
    PaperStatus.REPLACED: ReuseRefusal.REPLACED,
    PaperStatus.EXPIRED: ReuseRefusal.EXPIRED,
}


def refusals(
    questions: tuple[PaperReuseRequest, ...],
    papers: Mapping[str, PaperState],
    claimant: Claimant,
    now: datetime,
    subjects: tuple[Subject, ...] = (),
) -> tuple[FieldError, ...]:
    """One for each question whose paper may not be used, pointing at its place among the questions."""
    found = (
        (i, refusal(question, papers.get(question.paper_id), claimant, now, subjects))
        for i, question in enumerate(questions)
    )
    return tuple(wrong_field(f"/questions/{i}/paper_id", why) for i, why in found if why)


def refusal(
    question: PaperReuseRequest,
    paper: PaperState | None,
    claimant: Claimant,
    now: datetime,
    subjects: tuple[Subject, ...] = (),
) -> ReuseRefusal | None:
    """A component that names kinds of results takes these and only verified; one that names none takes any paper."""
    if paper is None or not may_reuse(paper, claimant):
        return ReuseRefusal.NOT_OWNED
    return unfit(question.result_codes, paper, now) or _unfit_subject(paper, claimant, subjects)


def _unfit_subject(
    paper: PaperState, claimant: Claimant, subjects: tuple[Subject, ...]
) -> ReuseRefusal | None:
    """Whether the paper is about somebody whom the dossier is not about: neither its owner nor one of its subjects."""
    subject = paper.subject
    if subject is None or (claimant.proved_number and claimant.proved_number == subject.personal_number):
        return None
    fits = any(is_same_person(subject, each) for each in subjects)
    return None if fits else ReuseRefusal.WRONG_SUBJECT


def unfit(kinds: tuple[str, ...], paper: PaperState, now: datetime) -> ReuseRefusal | None:
    """Why a paper may not stand for a component of these kinds now, whoever owns it. None: it may.

    The one rule of what filing takes and of what the list of usable papers shows; filing asks for the subject beside.
    """
    status = paper.status(now)
    if status is not PaperStatus.VALID:
        return _BY_STATUS[status]
    if not kinds:
        return None
    if paper.result_code not in kinds:
        return ReuseRefusal.WRONG_KIND
    return None if paper.verified else ReuseRefusal.NOT_VERIFIED


def usable_filter(components: tuple[tuple[str, ...], ...] | None, now: datetime) -> dict[str, Any]:
    """`unfit` as a filter on documents: what may stand for one of the components; None: for one without kinds."""
    valid: dict[str, Any] = {
        "revoked_reason": None,
        "replaced_by": None,
        "$or": [{"valid_until": None}, {"valid_until": {"$gte": now}}],
    }
    if components is None or () in components:
        return valid
    verified = {"origin": {"$in": sorted(origin.value for origin in VERIFIED)}}
    return {"$and": [valid, kinds_filter(components), verified]}


def kinds_filter(components: tuple[tuple[str, ...], ...]) -> dict[str, Any]:
    """Papers of a kind that one of the components takes, valid or not."""
    if () in components:
        return {}
    return {"result_code": {"$in": sorted({kind for kinds in components for kind in kinds})}}
