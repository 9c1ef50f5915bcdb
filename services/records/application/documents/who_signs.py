"""Who signs documents and results: the registered certificates of the agency and of the official, and mandates."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from chassis.core.clock import utcnow
from contracts.base import Identifier
from contracts.errors import ErrorCode, ServiceError
from contracts.records import IssueDocument, SealResult, SigningMandate
from contracts.time import local_day
from records.application.documents.signing_context import SigningContext
from records.domain.certificates import RegisteredCertificate, Signers, signers_of
from records.domain.issued_documents import RESULT
from records.domain.mandates import IN_OWN_RIGHT, Decision, deciding_signers
from records.repository.certificates import CertificateRepository
from records.repository.mandates import MandateRepository


def who_signs(
    signing: SigningContext, requests: Mapping[str, IssueDocument | SealResult]
) -> dict[str, Signers | None]:
    """By command; None where the seal of the installation stands in for that of an agency that has registered none.

    Asks the database once, and once more where somebody signs who does not in the own name. Raises SIGNATURE_REFUSED where
    nobody competent signs a decision, and for an agency without a seal from the day on which each has to have its own.
    """
    now = utcnow()
    agency_codes = {each.agency_code for each in requests.values()}
    account_ids = {each.signer_id for each in requests.values() if each.signer_id}
    known = signing.store.repository(CertificateRepository).that_sign(agency_codes, account_ids)
    decide = {each.signer_id for each in requests.values() if _decision(each, now) is not None}
    mandates = _mandates(signing, [each for each in known if each.account_id in decide])
    found = {command: _signers(known, mandates, each, now) for command, each in requests.items()}
    if None in found.values():
        _require_stand_in(signing, now)
    return found


def agency_signs(signing: SigningContext, agency_code: str, officer_id: str) -> Signers | None:
    """As `who_signs`, of what an officer certifies that is no decision."""
    now = utcnow()
    known = signing.store.repository(CertificateRepository).that_sign((agency_code,), (officer_id,))
    found = signers_of(known, agency_code, officer_id, now)
    if found is None:
        _require_stand_in(signing, now)
    return found


def who_certifies(signing: SigningContext, agency_code: str, officer_id: str) -> Signers:
    """The official who certifies a copy of an original, and the seal of his agency: nothing stands in for either.

    Raises SIGNATURE_REFUSED."""
    now = utcnow()
    known = signing.store.repository(CertificateRepository).that_sign((agency_code,), (officer_id,))
    signers = signers_of(known, agency_code, officer_id, now)
    found = deciding_signers(signers, officer_id, _mandates(signing, known), Decision(now))
    if found is None:
        raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="no_agency_certificate")
    return found


def obstacle_to_decision(
    signing: SigningContext, agency_code: str, officer_id: str, procedure_code: str | None, kind: str | None
) -> str | None:
    """Why this officer signs no such decision of the agency now; None: he does, or the agency has no seal of its own."""
    known = signing.store.repository(CertificateRepository).that_sign((agency_code,), (officer_id,))
    now = utcnow()
    signers = signers_of(known, agency_code, officer_id, now)
    try:
        deciding_signers(signers, officer_id, _mandates(signing, known), Decision(now, procedure_code, kind))
    except ServiceError as error:
        return str(error.params["obstacle"])
    return None


def mandate_of(signers: Signers | None) -> Identifier | None:
    """By which the official signs, where it is by one."""
    return signers.official.mandate_id if signers and signers.official else None


def _signers(
    known: Iterable[RegisteredCertificate],
    mandates: Iterable[SigningMandate],
    request: IssueDocument | SealResult,
    now: datetime,
) -> Signers | None:
    signers = signers_of(known, request.agency_code, request.signer_id, now)
    decision = _decision(request, now)
    return signers if decision is None else deciding_signers(signers, request.signer_id, mandates, decision)


def _decision(request: IssueDocument | SealResult, now: datetime) -> Decision | None:
    """None of what is no decision. A result of a release that did not note who issued it bears the seal alone."""
    if isinstance(request, SealResult):
        if request.signer_id is None:
            return None
        return Decision(request.decided_at or now, request.procedure_code, RESULT)
    return Decision(now, request.procedure_code, request.kind) if request.decides else None


def _mandates(signing: SigningContext, known: Iterable[RegisteredCertificate]) -> list[SigningMandate]:
    """Of the officials among these who do not sign in the own name; nobody is asked where there are none."""
    others = [each for each in known if each.account_id and each.capacity not in IN_OWN_RIGHT]
    if not others:
        return []
    return signing.store.repository(MandateRepository).of_officials(
        {each.agency_code for each in others}, {each.account_id for each in others if each.account_id}
    )


def _require_stand_in(signing: SigningContext, now: datetime) -> None:
    required_from = signing.tools.agency_seals_from
    if required_from is not None and local_day(now) >= required_from:
        raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="no_agency_certificate")
