"""Báo phí, lệ phí: what a dossier would owe, by the rules that reception charges by."""

from chassis.core.clock import utcnow
from chassis.core.context import Context
from contracts.dossiers import FeeQuote, QuotedFee, QuoteFees
from contracts.errors import ServiceError
from contracts.time import local_day
from dossiers.application.dependencies import Dependencies
from dossiers.domain.actions.submission import case_of, check_channel
from dossiers.domain.competence import check_competence
from dossiers.domain.fees import FeeLine, fee_lines, terms_at
from dossiers.domain.model.law import Law
from dossiers.domain.model.refusals import localised


def quote_fees(deps: Dependencies, request: QuoteFees, context: Context) -> FeeQuote:
    """For anybody, from the catalogue of today; stores nothing.

    Raises NOT_FOUND, PROCEDURE_NOT_FILEABLE, INVALID_REQUEST for a case, a channel or an agency that does not fit.
    """
    today = deps.clients.catalog.rules_of_today(request.procedure_code, request.agency_code, context)
    try:
        check_competence(today.rules.competence, "/agency_code", context.locale)
        lines = _lines(today.law, request)
    except ServiceError as error:
        raise localised(error, context.locale) from error
    return FeeQuote(
        procedure_code=today.rules.procedure.code,
        agency_code=today.rules.agency.code,
        day=local_day(utcnow()),
        fees=tuple(map(_quoted, lines)),
        total=sum(line.amount or 0 for line in lines),
        complete=all(line.amount is not None for line in lines),
    )


def _lines(law: Law, request: QuoteFees) -> tuple[FeeLine, ...]:
    """As if it were filed and received today, and the claims confirmed."""
    case_code, day = case_of(law.procedure, request.case_code), local_day(utcnow())
    check_channel(law.procedure, case_code, request.channel, at_desk=False)
    terms = terms_at(law.regime.fee_exemptions, request.channel, frozenset(request.claims), day, day)
    return fee_lines(law.procedure.fees, case_code, request.quantities, terms)


def _quoted(line: FeeLine) -> QuotedFee:
    return QuotedFee(
        code=line.fee.code,
        name=line.fee.name,
        legal_kind=line.fee.legal_kind,
        full_amount=line.full_amount,
        amount=line.amount,
        text=line.fee.text,
        reduction=line.reduction(),
    )
