"""Who signed a document, as registered here: for which agency, by which office, and whether competent then."""

from collections.abc import Sequence

from chassis.storage.store import Store
from contracts.records import SignatureState, SigningMandate
from records.domain.certificates import RegisteredCertificate, may_sign
from records.domain.issued_documents import IssuedDocument
from records.domain.mandates import holds_at, signs_by
from records.domain.signatures import CheckedSignature
from records.repository.certificates import CertificateRepository
from records.repository.mandates import MandateRepository


def with_signers(
    store: Store, checked: Sequence[CheckedSignature], issued: IssuedDocument
) -> tuple[SignatureState, ...]:
    """Each with what is registered of its certificate for the agency that issued it, as it was at the time of issue."""
    fingerprints = {each.certificate for each in checked if each.certificate}
    found = store.repository(CertificateRepository).of_fingerprints(fingerprints)
    of_issuer = [each for each in found if each.agency_code == issued.issuer_code]
    mandate = (
        None if issued.mandate_id is None else store.repository(MandateRepository).find(issued.mandate_id)
    )
    return tuple(_with_signer(each, of_issuer, issued, mandate) for each in checked)


def _with_signer(
    checked: CheckedSignature,
    registered: Sequence[RegisteredCertificate],
    issued: IssuedDocument,
    mandate: SigningMandate | None,
) -> SignatureState:
    own = [each for each in registered if each.sha256 == checked.certificate]
    if not own:
        return checked.state
    in_force = next((each for each in own if each.signs_at(issued.issued_at)), None)
    known = in_force or own[-1]
    may = in_force is not None and may_sign(in_force, decides=issued.decides)
    if mandate is not None and mandate.account_id == known.account_id:
        known = signs_by(known, mandate)
        may = in_force is not None and holds_at(mandate, issued.decided_at or issued.issued_at)
    what = {
        "holder": known.holder,
        "agency_code": known.agency_code,
        "capacity": known.capacity,
        "office": known.office,
        "ground": known.ground,
        "competent": may,
    }
    return checked.state.model_copy(update=what)
