"""Who is competent to sign which acts of an agency, as records knows it (NĐ 30/2020/NĐ-CP art 13)."""

from collections.abc import Mapping
from datetime import datetime

from contracts.base import Actor
from contracts.dossiers import DossierAction, ResultOutcome
from contracts.records import DecisionKind, MandateScope, SigningPowers

SIGNED: Mapping[DossierAction, tuple[DecisionKind, ...]] = {
    DossierAction.ISSUE_RESULT: (DecisionKind.RESULT, DecisionKind.REFUSAL),
    DossierAction.CORRECT_RESULT: (DecisionKind.RESULT,),
    DossierAction.SERVE_AT_ONCE: (DecisionKind.RESULT,),
    DossierAction.EXTEND: (DecisionKind.APOLOGY_EXTENSION,),
    DossierAction.STOP: (DecisionKind.STOP_NOTICE,),
}
"""The acts that are signed decisions of the agency, whatever they say. A step is only where it yields a result."""


def kind_of_result(outcome: ResultOutcome) -> DecisionKind:
    """What is signed where a dossier ends so."""
    return DecisionKind.RESULT if outcome is ResultOutcome.APPROVED else DecisionKind.REFUSAL


def may_sign(
    powers: SigningPowers | None, actor: Actor, procedure_code: str, action: DossierAction, now: datetime
) -> bool:
    """Whether who acts may sign what the act is, in one kind at least. Where nothing is known of the agency, and where it
    has no seal of its own, nobody is asked for a certificate: the act itself is judged by records."""
    kinds = SIGNED.get(action)
    if kinds is None or powers is None or not powers.sealed:
        return True
    own = next((each for each in powers.officials if each.account_id == actor.account_id), None)
    if own is None or own.until_at <= now:
        return False
    return own.signs_all or any(
        _covers(mandate, procedure_code, kind, now) for mandate in own.mandates for kind in kinds
    )


def _covers(mandate: MandateScope, procedure_code: str, kind: DecisionKind, now: datetime) -> bool:
    until = min(mandate.until_at, mandate.ended_at or mandate.until_at)
    return (
        mandate.from_at <= now < until
        and (not mandate.procedure_codes or procedure_code in mandate.procedure_codes)
        and (not mandate.document_kinds or kind in mandate.document_kinds)
    )
