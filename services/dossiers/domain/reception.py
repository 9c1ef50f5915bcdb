"""Nộp và tiếp nhận: submission, acceptance with code and due date, refusal at the desk."""

from dataclasses import dataclass, field
from datetime import datetime

from contracts import dossiers as contract
from contracts.catalog import Channel, OnlineLevel, Procedure, Regime
from contracts.dossiers import (
    Accept,
    Action,
    Applicant,
    FeeDue,
    FeeItem,
    RefuseReception,
    Status,
    Step,
    SubmitDossier,
)
from dossiers.domain.calendar import add_minutes, local, minutes_a_day
from dossiers.domain.clock import due_date, is_stated
from dossiers.domain.dossier import Dossier, Scene, Terms
from dossiers.domain.fees import FeeTerms, applicable_fees, fee_items
from dossiers.domain.forms import check_form
from dossiers.domain.guards import invalid_field
from dossiers.domain.law import time_limit
from dossiers.domain.lifecycle import Change, check
from dossiers.domain.papers import Files, check_complete, papers_of
from dossiers.domain.reuse import Stored


@dataclass(frozen=True)
class Filing:
    """A submission with what other services know about it."""

    dossier_id: str
    request: SubmitDossier
    applicant: Applicant
    agency_code: str
    files: Files
    stored: Stored = field(default_factory=dict)


def submit(filing: Filing, scene: Scene) -> Change:
    """→ 1 Mới đăng ký. Raises for a wrong case, channel, form or paper."""
    request, procedure = filing.request, scene.law.procedure
    _check_channel(procedure, request.channel)
    case_code = _case(procedure, request.case_code)
    check_form(procedure, request.form_data)
    papers = papers_of(procedure, request.papers, filing.files, scene.actor.account_id, filing.stored)
    check_complete(procedure, case_code, papers)
    unborn = _unborn(filing, case_code, scene)
    file_ids = tuple(paper.file_id for paper in papers if paper.file_id)
    return Change(unborn).record(
        contract.SUBMITTED,
        told={"file_ids": file_ids},
        papers=papers,
        **{name: getattr(unborn, name) for name in Dossier.model_fields if name not in ("version", "papers")},
    )


def accept(dossier: Dossier, request: Accept, code: str, scene: Scene) -> Change:
    """1 → 2 Được tiếp nhận: code, receipt, clock. With a fee due, on to 6 with the clock stopped."""
    check(dossier, Action.ACCEPT, scene.now)
    regime = scene.law.regime
    accepted = Change(dossier).record(
        contract.ACCEPTED,
        told={"note": request.note},
        status=Status.ACCEPTED,
        code=code,
        received_at=scene.now,
        due_at=_due_at(dossier, request.due_at, scene),
        supplement_until=_supplement_until(scene),
        regime_id=regime.regime_id,
        law_id=scene.law.law_id,
        terms=terms_of(regime),
        interrupted=None,
        reason=None,
    )
    fee_terms = FeeTerms(dossier.channel, frozenset(request.confirmed_claims), local(scene.now).date())
    fees = applicable_fees(scene.law.procedure.fees, dossier.case_code, fee_terms)
    items = fee_items(fees, dossier.form_data, request.fee_amount, fee_terms)
    return _charge(accepted, items, scene.now) if items else accepted


def refuse_reception(dossier: Dossier, request: RefuseReception, scene: Scene) -> Change:
    """1 or 5 → 3 Không được tiếp nhận (Mẫu 03), never after reception: then it is a result."""
    check(dossier, Action.REFUSE_RECEPTION, scene.now)
    return Change(dossier).record(
        contract.RECEPTION_REFUSED,
        told={"note": request.reason},
        status=Status.NOT_ACCEPTED,
        reason=request.reason,
        ended_at=scene.now,
    )


def terms_of(regime: Regime) -> Terms:
    return Terms(supplement_limit=regime.supplement_limit, supplement_clock=regime.supplement_clock)


def _check_channel(procedure: Procedure, channel: Channel) -> None:
    if channel is Channel.ONLINE and procedure.online_level is OnlineLevel.NONE:
        raise invalid_field("/channel", "not_offered", "The procedure is done at the counter only.")


def _case(procedure: Procedure, asked: str | None) -> str | None:
    """Limits and fees hang on the case: it must be told, unless there is none or only one."""
    codes = [case.code for case in procedure.cases]
    if asked is not None and asked not in codes:
        raise invalid_field("/case_code", "unknown", "The procedure has no such case.")
    if asked is None and len(codes) > 1:
        raise invalid_field("/case_code", "required", "The procedure has several cases: say which one.")
    return asked or next(iter(codes), None)


def _unborn(filing: Filing, case_code: str | None, scene: Scene) -> Dossier:
    request, law = filing.request, scene.law
    return Dossier(
        dossier_id=filing.dossier_id,
        version=0,
        status=Status.SUBMITTED,
        procedure_code=law.procedure.code,
        procedure_name=law.procedure.name,
        procedure_version=law.procedure.version,
        immediate=law.procedure.immediate,
        agency_code=filing.agency_code,
        regime_id=law.regime.regime_id,
        law_id=law.law_id,
        terms=terms_of(law.regime),
        case_code=case_code,
        channel=request.channel,
        applicant=filing.applicant,
        form_data=request.form_data,
        return_method=request.return_method,
        submitted_at=scene.now,
        steps=tuple(Step(**step.model_dump(exclude={"case_code", "agency"})) for step in law.procedure.steps),
    )


def _due_at(dossier: Dossier, stated: datetime | None, scene: Scene) -> datetime | None:
    """By law where it gives a number; else as the officer states. An immediate result needs none."""
    limit = time_limit(scene.law, dossier.case_code, dossier.channel)
    if limit is not None and not is_stated(limit):
        if stated is not None:
            raise invalid_field("/due_at", "not_expected", "The law gives the time limit.")
        return due_date(limit, scene.now, scene.law.calendar, scene.law.regime.late_reception_hour)
    if stated is None and not dossier.immediate:
        raise invalid_field(
            "/due_at", "required", "The law gives the time limit in words: state the due date."
        )
    if stated is not None and local(stated) <= local(scene.now):
        raise invalid_field("/due_at", "not_later", "The due date is not after the reception.")
    return None if stated is None else stated.replace(second=0, microsecond=0)


def _supplement_until(scene: Scene) -> datetime:
    calendar, days = scene.law.calendar, scene.law.regime.supplement_notice_working_days
    return add_minutes(calendar, scene.now, days * minutes_a_day(calendar))


def _charge(accepted: Change, items: tuple[FeeItem, ...], now: datetime) -> Change:
    """2 → 6 Yêu cầu thực hiện nghĩa vụ tài chính."""
    amount = sum(item.amount for item in items)
    return accepted.record(
        contract.FEE_DUE,
        told={"amount": amount, "items": items},
        status=Status.PAYMENT_DUE,
        interrupted=Status.ACCEPTED,
        clock_stopped_since=now,
        fee=FeeDue(amount=amount, requested_at=now),
        fee_items=items,
    )
