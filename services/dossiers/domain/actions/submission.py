"""Nộp hồ sơ: online by its owner or for another, or brought to the desk on paper or by post."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from contracts import dossiers as contract
from contracts.base import Acting, Actor, RepresentationGround, RepresentationScope
from contracts.catalog import Fee, OnlineLevel, Procedure, SubmissionChannel, TimeLimit, rule_on
from contracts.dossiers import (
    Applicant,
    ApplicantKind,
    DossierPaper,
    DossierStatus,
    FeeReductionClaim,
    FileAtDesk,
    Filer,
    OnBehalf,
    Passing,
    PassingCause,
    Principal,
    Relation,
    SubmitDossier,
)
from contracts.errors import ErrorCode, ServiceError
from contracts.time import local_day
from dossiers.domain.actions.passing import transfer_limit
from dossiers.domain.actions.reception import terms_of
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.refusals import Findings, invalid_field
from dossiers.domain.model.state_machine import Transition
from dossiers.domain.model.steps import steps_of
from dossiers.domain.subjects import check_named
from dossiers.domain.submission_content.form_data import check_form
from dossiers.domain.submission_content.once_only import held_components
from dossiers.domain.submission_content.papers import Files, check_complete, papers_of, usable_file
from dossiers.domain.submission_content.stored_papers import StoredPapers

RELATIONS: Mapping[RepresentationGround, Relation] = {
    RepresentationGround.LEGAL_REPRESENTATIVE: Relation.LEGAL_REPRESENTATIVE,
    RepresentationGround.PARENT: Relation.PARENT_OR_GUARDIAN,
    RepresentationGround.GUARDIAN: Relation.PARENT_OR_GUARDIAN,
}
"""By which right a dossier says that it was filed; by every other act as one who is authorised."""
AUTHORITY = "văn bản ủy quyền"
"""The paper of who files for another, as a message names it."""


@dataclass(frozen=True)
class Filing:
    """A submission with what other services know about it. `filer`: who brings it, when not the owner; `agency_names`
    by code, of the agencies of its steps and of the one that forwards it."""

    dossier_id: str
    submission_number: str
    request: SubmitDossier | FileAtDesk
    applicant: Applicant
    agency_code: str
    files: Files
    filer: Filer | None = None
    stored: StoredPapers = field(default_factory=dict)
    agency_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def at_desk(self) -> bool:
        return isinstance(self.request, FileAtDesk)


def submit(filing: Filing, context: ActionContext, *, code: str | None = None) -> Transition:
    """→ 1 Mới đăng ký. Raises for a wrong case, channel, form or paper.

    `code`: given by the desk that receives for another agency, which keeps it.
    """
    case_code, papers, authority = _checked(filing, context)
    file_ids = tuple(paper.file_id for paper in papers if paper.file_id)
    unborn = _draft_state(filing, case_code, context).model_copy(update={"code": code})
    return Transition(unborn).record(
        contract.SUBMITTED,
        payload={"file_ids": (*file_ids, *authority)},
        papers=papers,
        **{
            name: getattr(unborn, name)
            for name in DossierState.model_fields
            if name not in ("version", "papers")
        },
    )


def _checked(
    filing: Filing, context: ActionContext
) -> tuple[str | None, tuple[DossierPaper, ...], tuple[str, ...]]:
    """The case, the papers, and the file of the authority. Raises with all that is wrong at once."""
    request, procedure, findings = filing.request, context.law.procedure, Findings()
    owner_id = context.actor.account_id
    no_papers: tuple[DossierPaper, ...] = ()
    no_files: tuple[str, ...] = ()
    findings.of(partial(_check_forwarding, filing, context), None)
    case_code = findings.of(partial(case_of, procedure, request.case_code), None)
    findings.of(partial(check_channel, procedure, case_code, request.channel, filing.at_desk), None)
    findings.of(partial(check_form, procedure, request.form_data, local_day(context.now)), None)
    papers = findings.of(
        lambda: papers_of(
            procedure,
            request.papers,
            filing.files,
            owner_id,
            stored=filing.stored,
            at_desk=filing.at_desk,
            filed_on=local_day(context.now),
        ),
        no_papers,
    )
    findings.of(partial(check_named, request.subjects, local_day(context.now)), None)
    held = held_components(context.law, local_day(context.now))
    findings.of(partial(check_complete, procedure, case_code, request.papers, held), None)
    authority = findings.of(partial(_authority, filing, owner_id), no_files)
    findings.raise_any()
    return case_code, papers, authority


def applicant_from(principal: Principal, account_id: str | None = None) -> Applicant:
    """Chủ hồ sơ."""
    return Applicant(account_id=account_id, **principal.model_dump())


def filer_for(on_behalf: OnBehalf, account_id: str, full_name: str) -> Filer:
    """Who files for another. Who is authorised, or acts for an organisation, shows the authority."""
    organised = on_behalf.principal.kind is not ApplicantKind.PERSON
    authorised = on_behalf.relation is Relation.AUTHORISED
    if (organised or authorised) and on_behalf.authority_file_id is None:
        raise invalid_field("/on_behalf/authority_file_id", "required", "Upload the proof of the authority.")
    return Filer(
        account_id=account_id,
        full_name=full_name,
        relation=on_behalf.relation,
        authority_file_id=on_behalf.authority_file_id,
    )


def require_may_file(actor: Actor, request: SubmitDossier) -> None:
    """Raises FORBIDDEN for who acts for another without this scope or for other procedures; INVALID_REQUEST where the
    request names a further person: for whom is said by the token."""
    if not actor.may(RepresentationScope.FILE) or not actor.covers(request.procedure_code):
        raise ServiceError(ErrorCode.FORBIDDEN)
    if actor.acting is not None and request.on_behalf is not None:
        raise invalid_field("/on_behalf", "not_expected", "The token says for whom the dossier is.")


def filer_by_act(acting: Acting, full_name: str) -> Filer:
    """Who files by an act of representation."""
    return Filer(
        full_name=full_name,
        relation=RELATIONS.get(acting.ground, Relation.AUTHORISED),
        person_id=acting.person_id,
        representation_id=acting.representation_id,
        ground=acting.ground,
    )


def filer_at_desk(brought_by: OnBehalf | None) -> Filer | None:
    """Who came to the desk for the owner; the officer looks at the authority there."""
    if brought_by is None:
        return None
    return Filer(
        full_name=brought_by.principal.full_name,
        relation=brought_by.relation,
        authority_file_id=brought_by.authority_file_id,
    )


def _authority(filing: Filing, owner_id: str) -> tuple[str, ...]:
    file_id = filing.filer.authority_file_id if filing.filer else None
    if file_id is None:
        return ()
    who = "brought_by" if filing.at_desk else "on_behalf"
    pointer = f"/{who}/authority_file_id"
    return (usable_file(file_id, filing.files, owner_id, pointer, AUTHORITY).file_id,)


def offered_channels(procedure: Procedure, case_code: str | None) -> frozenset[SubmissionChannel]:
    """Cách thức thực hiện: the channels that its time limits name, else those that its fees name, else all.

    Online also where the procedure has an online level, and nowhere else where it says that it has none.
    """
    rows = (procedure.time_limits, procedure.fees)
    named = (_channels_named(each, case_code) for each in rows)
    offered = next((channels for channels in named if channels), frozenset(SubmissionChannel))
    online = frozenset({SubmissionChannel.ONLINE})
    if procedure.online_level in (OnlineLevel.FULL, OnlineLevel.PARTIAL):
        return offered | online
    return offered - online if procedure.online_level is OnlineLevel.NONE else offered


def _channels_named(rows: Sequence[TimeLimit | Fee], case_code: str | None) -> frozenset[SubmissionChannel]:
    """None where a row is for every channel."""
    of_case = [row.channel for row in rows if row.case_code in (None, case_code)]
    named = frozenset(channel for channel in of_case if channel is not None)
    return named if len(named) and None not in of_case else frozenset()


def check_channel(
    procedure: Procedure, case_code: str | None, channel: SubmissionChannel, at_desk: bool
) -> None:
    """Raises INVALID_REQUEST for a channel that the procedure does not offer in this case."""
    if at_desk and channel is SubmissionChannel.ONLINE:
        raise invalid_field("/channel", "not_at_desk", "What comes to the desk is brought or sent by post.")
    if channel not in offered_channels(procedure, case_code):
        raise invalid_field("/channel", "not_offered", "The procedure does not offer this channel.")


def _check_forwarding(filing: Filing, context: ActionContext) -> None:
    """Received for another agency, with the reason; who receives for his own agency names neither."""
    request = filing.request
    if not isinstance(request, FileAtDesk):
        return
    if request.forward_to is None and request.forward_reason is not None:
        raise invalid_field("/forward_reason", "not_expected", "The dossier is the caller's own agency's.")
    if request.forward_to is not None and filing.agency_code == context.actor.agency_code:
        raise invalid_field("/forward_to", "own_agency", "The dossier is the caller's own agency's.")
    if request.forward_to is not None and request.forward_reason is None:
        raise invalid_field("/forward_reason", "required", "Say why it is received for another agency.")


def case_of(procedure: Procedure, stated: str | None) -> str | None:
    """The case. Limits and fees depend on it: it must be stated, unless there is none or only one.

    Raises INVALID_REQUEST.
    """
    codes = [case.code for case in procedure.cases]
    if stated is not None and stated not in codes:
        raise invalid_field("/case_code", "unknown", "The procedure has no such case.")
    if stated is None and len(codes) > 1:
        raise invalid_field("/case_code", "required", "The procedure has several cases: say which one.")
    return stated or next(iter(codes), None)


def _draft_state(filing: Filing, case_code: str | None, context: ActionContext) -> DossierState:
    request = filing.request
    return DossierState(
        dossier_id=filing.dossier_id,
        version=0,
        status=DossierStatus.SUBMITTED,
        submission_number=filing.submission_number,
        agency_code=filing.agency_code,
        agency_name=context.law.agency.name if context.law.agency else None,
        case_code=case_code,
        channel=request.channel,
        applicant=filing.applicant,
        filer=filing.filer,
        claims=tuple(FeeReductionClaim(claim=claim) for claim in dict.fromkeys(request.claims)),
        form_data=request.form_data,
        subjects=request.subjects,
        return_method=request.return_method,
        return_address=request.return_address,
        submitted_at=context.now,
        kiosk=request.kiosk if isinstance(request, SubmitDossier) else None,
        host=rule_on(context.law.procedure.hosts, local_day(context.now)),
        **_forwarding(filing, context),
        steps=steps_of(context.law, case_code, filing.agency_code, filing.agency_names),
        **_of_law(context),
    )


def _forwarding(filing: Filing, context: ActionContext) -> dict[str, Any]:
    request = filing.request
    if not isinstance(request, FileAtDesk) or request.forward_to is None:
        return {}
    own, agency = context.actor.agency_code, context.law.agency
    passing = Passing(
        cause=PassingCause.DESK,
        from_agency_code=own,
        from_agency_name=filing.agency_names.get(own),
        to_agency_code=filing.agency_code,
        to_agency_name=agency.name if agency else None,
        reason=request.forward_reason or "",
        passed_at=context.now,
        until=transfer_limit(context.now, context.law),
    )
    return {
        "forwarded_from": own,
        "forwarded_from_name": passing.from_agency_name,
        "forward_reason": request.forward_reason,
        "passings": (passing,),
    }


def _of_law(context: ActionContext) -> dict[str, Any]:
    procedure, regime = context.law.procedure, context.law.regime
    return {
        "procedure_code": procedure.code,
        "procedure_name": procedure.name,
        "procedure_version": procedure.version,
        "immediate": procedure.immediate,
        "regime_id": regime.regime_id,
        "law_id": context.law_id,
        "terms": terms_of(regime),
    }
