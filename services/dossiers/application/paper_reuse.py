"""Tái sử dụng giấy tờ: papers of the personal store stand in for what the applicant would hand in again.

Everything else about a request is decided beforehand: a use is written in the owner's access log, and a use for a
request that is then refused would be written for nothing. The store answers a repeated command as the first time, with
the dossier of the first time.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from chassis.core.clock import utcnow
from chassis.core.context import Context
from contracts.base import Actor, ActorKind
from contracts.catalog import Procedure
from contracts.dossiers import AnswerSupplement, Papers
from contracts.errors import ErrorCode, ServiceError
from contracts.records import ReusePapers
from contracts.subjects import Subject
from dossiers.application.dependencies import Dependencies
from dossiers.domain.actions import submission, suspension
from dossiers.domain.actions.submission import Filing
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.law import Law
from dossiers.domain.rights.identity import NOBODY, StoreOwner, own_store, store_at_desk
from dossiers.domain.submission_content.papers import Files
from dossiers.domain.submission_content.stored_papers import (
    AssumePapersExist,
    StoredPapers,
    reuse_questions,
    reused_positions,
    with_request_pointers,
)


def with_stored_papers(
    deps: Dependencies, filing: Filing, store: StoreOwner, law: Law, context: Context
) -> Filing:
    """The submission with its papers of this owner's store, under the dossier id that the store knows it by.

    Unchanged where it takes none, or would be refused anyway. Raises PAPER_NOT_USABLE.
    """
    request = filing.request
    rehearsed = replace(filing, stored=AssumePapersExist())
    acting = ActionContext(context.actor, utcnow(), law)
    if not reused_positions(request.papers) or not _would_be_accepted(
        lambda: submission.submit(rehearsed, acting)
    ):
        return filing
    reuse = _reuse_request(
        _command_id(context.actor, "submit", request.command_id),
        (filing.dossier_id, filing.agency_code, store),
        law.procedure,
        request.papers,
        request.subjects,
    )
    dossier_id, stored = _reuse(deps, reuse, request.papers, context)
    return replace(filing, dossier_id=dossier_id, stored=stored)


def for_supplement(
    deps: Dependencies, dossier: DossierState, request: AnswerSupplement, files: Files, context: Context
) -> StoredPapers:
    """The papers of the store that answer a request for supplements; none where the answer will be refused anyway.

    The caller may answer. Raises PAPER_NOT_USABLE.
    """
    if not reused_positions(request.papers):
        return {}
    law = deps.laws.of(dossier)
    acting = ActionContext(context.actor, utcnow(), law)
    if not _would_be_accepted(
        lambda: suspension.answer_supplement(
            dossier, request, acting, files=files, stored=AssumePapersExist()
        )
    ):
        return {}
    reuse = _reuse_request(
        _command_id(context.actor, "supplement", request.command_id),
        (dossier.dossier_id, dossier.agency_code, _store_of(deps, dossier, context)),
        law.procedure,
        request.papers,
        dossier.subjects,
    )
    return _reuse(deps, reuse, request.papers, context)[1]


def _store_of(deps: Dependencies, dossier: DossierState, context: Context) -> StoreOwner:
    """As at filing: the owner's who is the caller, or who comes to the desk; nobody's where another files for him."""
    if context.actor.kind is not ActorKind.CITIZEN:
        return store_at_desk(dossier.applicant)
    if dossier.applicant.account_id != context.actor.account_id:
        return NOBODY
    return own_store(context.actor, deps.clients.accounts.contact(context.actor.account_id, context))


def _would_be_accepted(rehearse: Callable[[], object]) -> bool:
    """Whether the request would be taken, its stored papers apart. The action itself says why not."""
    try:
        rehearse()
    except ServiceError as error:
        return error.code is ErrorCode.CALENDAR_INCOMPLETE
    return True


def _reuse_request(
    command_id: str,
    of: tuple[str, str, StoreOwner],
    procedure: Procedure,
    papers: Papers,
    subjects: tuple[Subject, ...],
) -> ReusePapers:
    """`of`: the dossier, its agency and whose papers it may take."""
    dossier_id, agency_code, store = of
    return ReusePapers(
        command_id=command_id,
        dossier_id=dossier_id,
        agency_code=agency_code,
        owner=store.owner,
        assurance=store.level,
        questions=reuse_questions(procedure, papers),
        subjects=subjects,
    )


def _reuse(
    deps: Dependencies, request: ReusePapers, papers: Papers, context: Context
) -> tuple[str, StoredPapers]:
    """The id of the dossier in which they are used, and the papers by id."""
    try:
        answer = deps.clients.records.reuse_papers(request, context)
    except ServiceError as error:
        if error.code is ErrorCode.PAPER_NOT_USABLE:
            raise with_request_pointers(error, papers) from error
        raise
    return answer.dossier_id, {paper.paper_id: paper for paper in answer.papers}


def _command_id(actor: Actor, method: str, command_id: str) -> str:
    """One for each request of each caller."""
    return hashlib.sha256(f"{actor.key} {method} {command_id}".encode()).hexdigest()
