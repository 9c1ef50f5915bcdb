"""Who signs documents and results: the certificates that are registered for the agency and for the official."""

from collections.abc import Mapping
from datetime import datetime

from chassis.core.clock import utcnow
from contracts.errors import ErrorCode, ServiceError
from contracts.records import IssueDocument, SealResult
from contracts.time import local_day
from records.application.documents.signing_context import SigningContext
from records.domain.certificates import Signers, signers_of
from records.repository.certificates import CertificateRepository


def who_signs(
    signing: SigningContext, requests: Mapping[str, IssueDocument | SealResult]
) -> dict[str, Signers | None]:
    """By command; None where the seal of the installation stands in for that of an agency that has registered none.

    Asks the database once. Raises SIGNATURE_REFUSED where nobody competent signs a decision, and for an agency without a
    seal from the day on which each has to have its own.
    """
    now = utcnow()
    agency_codes = {each.agency_code for each in requests.values()}
    account_ids = {each.signer_id for each in requests.values() if each.signer_id}
    known = signing.store.repository(CertificateRepository).that_sign(agency_codes, account_ids)
    found = {
        command: signers_of(known, each.agency_code, each.signer_id, now, decides=_decides(each))
        for command, each in requests.items()
    }
    if None in found.values():
        _require_stand_in(signing, now)
    return found


def agency_signs(signing: SigningContext, agency_code: str, officer_id: str) -> Signers | None:
    """As `who_signs`, of what an officer certifies that is no decision."""
    now = utcnow()
    known = signing.store.repository(CertificateRepository).that_sign((agency_code,), (officer_id,))
    found = signers_of(known, agency_code, officer_id, now, decides=False)
    if found is None:
        _require_stand_in(signing, now)
    return found


def who_certifies(signing: SigningContext, agency_code: str, officer_id: str) -> Signers:
    """The official who certifies a copy of an original, and the seal of his agency: nothing stands in for either.

    Raises SIGNATURE_REFUSED."""
    known = signing.store.repository(CertificateRepository).that_sign((agency_code,), (officer_id,))
    found = signers_of(known, agency_code, officer_id, utcnow(), decides=True)
    if found is None:
        raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="no_agency_certificate")
    return found


def obstacle_to_decision(signing: SigningContext, agency_code: str, officer_id: str) -> str | None:
    """Why this officer signs no decision of the agency now; None: he does, or the agency has no seal of its own."""
    known = signing.store.repository(CertificateRepository).that_sign((agency_code,), (officer_id,))
    try:
        signers_of(known, agency_code, officer_id, utcnow(), decides=True)
    except ServiceError as error:
        return str(error.params["obstacle"])
    return None


def _require_stand_in(signing: SigningContext, now: datetime) -> None:
    required_from = signing.tools.agency_seals_from
    if required_from is not None and local_day(now) >= required_from:
        raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="no_agency_certificate")


def _decides(request: IssueDocument | SealResult) -> bool:
    """A result of a release that did not note who issued it bears the seal alone."""
    return request.signer_id is not None if isinstance(request, SealResult) else request.decides
