"""Papers of the store are asked for, so that the applicant need not hand them in again.

All else about a request is looked at first: a use is written in the owner's access log, and one of a dossier that is
then refused would be told for nothing. The store answers a repeated question as the first time, with the dossier of
the first time.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import records
from contracts.base import Actor
from contracts.catalog import Procedure
from contracts.dossiers import AnswerSupplement, DossierAction, Papers
from contracts.errors import ErrorCode, ServiceError
from contracts.records import ReusablePapers, ReusePapers
from dossiers.application.commands import DossierCommands
from dossiers.application.laws import SERVICE
from dossiers.domain.actions import suspension
from dossiers.domain.actions.submission import Filing
from dossiers.domain.actions.submission import submit as file
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.law import Law
from dossiers.domain.rights.access import permitted
from dossiers.domain.submission_content import stored_papers
from dossiers.domain.submission_content.papers import Files


def for_filing(client: RpcClient, filing: Filing, law: Law, context: Context) -> Filing:
    """The filing with the papers that it takes from the store, under the id that the store knows it by.

    Raises PAPER_NOT_USABLE.
    """
    request = filing.request
    rehearsed = replace(filing, stored=stored_papers.AssumePapersExist())
    scene = ActionContext(context.actor, utcnow(), law)
    if not stored_papers.reused_positions(request.papers) or not _would_be_accepted(
        lambda: file(rehearsed, scene)
    ):
        return filing
    asked = ReusePapers(
        command_id=_command_id(context.actor, "submit", request.command_id),
        dossier_id=filing.dossier_id,
        agency_code=filing.agency_code,
        owner=stored_papers.paper_owner(filing.applicant),
        questions=stored_papers.reuse_questions(law.procedure, request.papers),
    )
    answer = _request_papers(client, asked, request.papers, context)
    return replace(filing, dossier_id=answer.dossier_id, stored=_by_id(answer))


def for_supplement(
    desk: DossierCommands, request: AnswerSupplement, files: Files, context: Context
) -> stored_papers.StoredPapers:
    """The papers of the store that answer a supplement; nothing where the answer will be refused anyway."""
    if not stored_papers.reused_positions(request.papers):
        return {}
    dossier = desk.get_visible(request.dossier_id, context)
    law = desk.laws.of(dossier)
    scene = ActionContext(context.actor, utcnow(), law)
    if not _may_answer(dossier, request, context.actor) or not _would_be_accepted(
        lambda: suspension.answer_supplement(
            dossier, request, scene, files=files, stored=stored_papers.AssumePapersExist()
        )
    ):
        return {}
    asked = _of_supplement(dossier, request, law.procedure, context.actor)
    return _by_id(_request_papers(desk.laws.client, asked, request.papers, context))


def _of_supplement(
    dossier: DossierState, request: AnswerSupplement, procedure: Procedure, actor: Actor
) -> ReusePapers:
    return ReusePapers(
        command_id=_command_id(actor, "supplement", request.command_id),
        dossier_id=dossier.dossier_id,
        agency_code=dossier.agency_code,
        owner=stored_papers.paper_owner(dossier.applicant),
        questions=stored_papers.reuse_questions(procedure, request.papers),
    )


def _may_answer(dossier: DossierState, request: AnswerSupplement, actor: Actor) -> bool:
    fresh = dossier.version == request.expected_version
    return fresh and permitted(actor, DossierAction.SUPPLEMENT, dossier)


def _would_be_accepted(rehearse: Callable[[], object]) -> bool:
    """Whether the request would be taken, its stored papers apart. The act itself says why not."""
    try:
        rehearse()
    except ServiceError as error:
        return error.code is ErrorCode.CALENDAR_INCOMPLETE
    return True


def _request_papers(client: RpcClient, asked: ReusePapers, refs: Papers, context: Context) -> ReusablePapers:
    try:
        return client.call(records.reuse_papers, asked, context.as_service(SERVICE))
    except ServiceError as error:
        if error.code is ErrorCode.PAPER_NOT_USABLE:
            raise stored_papers.with_request_pointers(error, refs) from error
        raise


def _by_id(answer: ReusablePapers) -> stored_papers.StoredPapers:
    return {paper.paper_id: paper for paper in answer.papers}


def _command_id(actor: Actor, what: str, command_id: str) -> str:
    """One for each request of each caller."""
    return hashlib.sha256(f"{actor.key} {what} {command_id}".encode()).hexdigest()
