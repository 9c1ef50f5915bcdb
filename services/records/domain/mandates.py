"""Mandates to sign (NĐ 30/2020/NĐ-CP art 13): who signs decisions for the head of an agency, by which words, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from contracts.base import Identifier
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.records import (
    CertificateHolder,
    EndMandate,
    GrantMandate,
    MandateScope,
    OfficialPower,
    SigningCapacity,
    SigningMandate,
    SigningPowers,
)
from records.domain.certificates import RegisteredCertificate, Signers

_FORMS = frozenset({SigningCapacity.DEPUTY, SigningCapacity.BY_ORDER, SigningCapacity.MANDATED})
_WITH_GROUND = frozenset({SigningCapacity.BY_ORDER, SigningCapacity.MANDATED})
IN_OWN_RIGHT = frozenset({SigningCapacity.HEAD, SigningCapacity.COLLECTIVE, SigningCapacity.ACTING})
"""Offices of who signs in the own name, and lets others sign."""


def granted(
    request: GrantMandate,
    mandate_id: Identifier,
    own: Iterable[RegisteredCertificate],
    agency_code: str,
    granter: Identifier,
    now: datetime,
) -> SigningMandate:
    """A new mandate. `own`: the registrations of who gives it.

    Raises SIGNATURE_REFUSED for who does not sign in the own name, INVALID_REQUEST for what does not belong together.
    """
    in_force = [each for each in own if each.agency_code == agency_code and each.signs_at(now)]
    if not any(each.account_id == granter and each.capacity in IN_OWN_RIGHT for each in in_force):
        raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="not_in_own_right")
    _check(request, granter, now)
    return SigningMandate(
        mandate_id=mandate_id,
        version=1,
        agency_code=agency_code,
        account_id=request.account_id,
        form=request.form,
        on_behalf_of=request.on_behalf_of,
        body=request.body or "",
        ground=request.ground or "",
        procedure_codes=request.procedure_codes,
        document_kinds=request.document_kinds,
        from_at=request.from_at,
        until_at=request.until_at,
        granted_by=granter,
        granted_at=now,
    )


def ended(mandate: SigningMandate, request: EndMandate, by: Identifier, now: datetime) -> SigningMandate:
    """The mandate, ended now; unchanged where it was ended before."""
    if mandate.ended_at is not None:
        return mandate
    end = {"ended_at": now, "ended_by": by, "ended_reason": request.reason}
    return mandate.model_copy(update={**end, "version": mandate.version + 1})


def holds_at(mandate: MandateScope, at: datetime) -> bool:
    """From its first moment until its end, which is outside."""
    return mandate.from_at <= at < min(mandate.until_at, mandate.ended_at or mandate.until_at)


def covers(mandate: MandateScope, procedure_code: str | None, kind: str | None) -> bool:
    """Whether such a decision is signed by it. What is not known is covered by a mandate for all alone."""
    return (not mandate.procedure_codes or procedure_code in mandate.procedure_codes) and (
        not mandate.document_kinds or kind in mandate.document_kinds
    )


def signs_by(official: RegisteredCertificate, mandate: SigningMandate) -> RegisteredCertificate:
    """The official as he signs by the mandate: with its words before his own position."""
    words = {"capacity": mandate.form, "on_behalf_of": mandate.on_behalf_of, "body": mandate.body}
    return official.model_copy(update={**words, "ground": mandate.ground, "mandate_id": mandate.mandate_id})


@dataclass(frozen=True)
class Decision:
    """A decision of an agency: about which procedure, of which kind, made when. None: not known."""

    at: datetime
    procedure_code: str | None = None
    kind: str | None = None


def competent(
    official: RegisteredCertificate,
    mandates: Iterable[SigningMandate],
    decision: Decision,
) -> RegisteredCertificate:
    """The official as he signs such a decision: in the own name, by a mandate, or by the office that was registered.

    Raises SIGNATURE_REFUSED for who is not competent, with what stands in the way.
    """
    if official.capacity in IN_OWN_RIGHT:
        return official
    own = [
        each
        for each in mandates
        if (each.account_id, each.agency_code) == (official.account_id, official.agency_code)
    ]
    holding = [each for each in own if holds_at(each, decision.at)]
    covering = next((each for each in holding if covers(each, decision.procedure_code, decision.kind)), None)
    if covering is not None:
        return signs_by(official, covering)
    if official.decides:
        return official
    obstacle = "mandate_of_other_work" if holding else "mandate_ended" if own else "not_competent"
    raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle=obstacle)


def deciding_signers(
    signers: Signers | None,
    signer_id: Identifier | None,
    mandates: Iterable[SigningMandate],
    decision: Decision,
) -> Signers | None:
    """Of a decision, which nobody signs but who is competent; None where the agency has no seal of its own.

    Raises SIGNATURE_REFUSED with what stands in the way.
    """
    if signers is None:
        return None
    if not signer_id or signers.official is None:
        obstacle = "no_certificate" if signer_id else "no_signer"
        raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle=obstacle)
    return Signers(agency=signers.agency, official=competent(signers.official, mandates, decision))


def powers_of(
    certificates: Iterable[RegisteredCertificate], mandates: Iterable[SigningMandate], now: datetime
) -> SigningPowers:
    """Who signs decisions of an agency now, and until when, of all its certificates and mandates."""
    in_force = [each for each in certificates if each.signs_at(now)]
    known = [each for each in mandates if min(each.until_at, each.ended_at or each.until_at) > now]
    return SigningPowers(
        sealed=any(each.holder is CertificateHolder.AGENCY for each in in_force),
        officials=tuple(
            OfficialPower(
                account_id=each.account_id,
                until_at=each.valid_until,
                signs_all=each.decides,
                mandates=tuple(_scope(mandate) for mandate in known if mandate.account_id == each.account_id),
            )
            for each in in_force
            if each.account_id is not None
        ),
    )


def _scope(mandate: SigningMandate) -> MandateScope:
    return MandateScope(**mandate.model_dump(include=set(MandateScope.model_fields)))


def _check(request: GrantMandate, granter: Identifier, now: datetime) -> None:
    if request.form not in _FORMS:
        raise _invalid("/form", "not_expected", "KT., TL. or TUQ.; the other offices need no mandate.")
    if request.account_id == granter:
        raise _invalid("/account_id", "same_person", "Nobody signs for himself by a mandate.")
    if request.form in _WITH_GROUND and request.ground is None:
        raise _invalid("/ground", "required", "TL. and TUQ. need the decision by which they are given.")
    unlimited = not request.procedure_codes and not request.document_kinds
    if request.form is SigningCapacity.MANDATED and unlimited:
        raise _invalid("/document_kinds", "required", "TUQ. is given for procedures or kinds that are named.")
    if request.until_at <= max(request.from_at, now):
        raise _invalid("/until_at", "not_later", "The end is not after the beginning and after now.")


def _invalid(pointer: str, code: str, detail: str) -> ServiceError:
    return ServiceError(
        ErrorCode.INVALID_REQUEST, errors=(FieldError(pointer=pointer, code=code, detail=detail),)
    )
