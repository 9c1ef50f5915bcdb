"""Papers of the store are asked for, so that the applicant need not hand them in again.

All else about a request is looked at first: a use is written in the owner's access log, and one of a dossier that is
then refused would be told for nothing. The store answers a repeated question as the first time, with the dossier of
the first time.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from chassis.client import RpcClient
from chassis.context import Context
from chassis.moments import utcnow
from contracts import records
from contracts.base import Actor
from contracts.catalog import Procedure
from contracts.dossiers import AnswerSupplement, DossierAction, Papers
from contracts.errors import ErrorCode, ServiceError
from contracts.records import ReusablePapers, ReusePapers
from dossiers.acts import DossierCommands
from dossiers.domain import reuse, waiting
from dossiers.domain.access import permitted
from dossiers.domain.dossier import ActionContext, DossierState
from dossiers.domain.law import Law
from dossiers.domain.papers import Files
from dossiers.domain.submission import Filing
from dossiers.domain.submission import submit as file
from dossiers.lawbook import SERVICE


def for_filing(client: RpcClient, filing: Filing, law: Law, context: Context) -> Filing:
    """The filing with the papers that it takes from the store, under the id that the store knows it by.

    Raises PAPER_NOT_USABLE.
    """
    request = filing.request
    rehearsed = replace(filing, stored=reuse.AssumePapersExist())
    scene = ActionContext(context.actor, utcnow(), law)
    if not reuse.reused_positions(request.papers) or not _would_be_accepted(lambda: file(rehearsed, scene)):
        return filing
    asked = ReusePapers(
        command_id=_command_id(context.actor, "submit", request.command_id),
        dossier_id=filing.dossier_id,
        agency_code=filing.agency_code,
        owner=reuse.paper_owner(filing.applicant),
        questions=reuse.reuse_questions(law.procedure, request.papers),
    )
    answer = _request_papers(client, asked, request.papers, context)
    return replace(filing, dossier_id=answer.dossier_id, stored=_by_id(answer))


def for_supplement(
    desk: DossierCommands, request: AnswerSupplement, files: Files, context: Context
) -> reuse.StoredPapers:
    """The papers of the store that answer a supplement; nothing where the answer will be refused anyway."""
    if not reuse.reused_positions(request.papers):
        return {}
    dossier = desk.get_visible(request.dossier_id, context)
    law = desk.laws.of(dossier)
    scene = ActionContext(context.actor, utcnow(), law)
    if not _may_answer(dossier, request, context.actor) or not _would_be_accepted(
        lambda: waiting.answer_supplement(
            dossier, request, scene, files=files, stored=reuse.AssumePapersExist()
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
        owner=reuse.paper_owner(dossier.applicant),
        questions=reuse.reuse_questions(procedure, request.papers),
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
            raise reuse.with_request_pointers(error, refs) from error
        raise


def _by_id(answer: ReusablePapers) -> reuse.StoredPapers:
    return {paper.paper_id: paper for paper in answer.papers}


def _command_id(actor: Actor, what: str, command_id: str) -> str:
    """One for each request of each caller."""
    return hashlib.sha256(f"{actor.key} {what} {command_id}".encode()).hexdigest()
