"""Certificates of agencies and officials: registered, ended, and who of them signs what (NĐ 30/2020/NĐ-CP art 13)."""

from collections.abc import Iterable
from datetime import datetime

from contracts.base import Identifier, Model
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.records import (
    CertificateHolder,
    RegisterCertificate,
    RevokeCertificate,
    SigningCapacity,
    SigningCertificate,
)

Holder, Capacity = CertificateHolder, SigningCapacity

DECIDING = frozenset(Capacity) - {Capacity.STAFF}
"""Offices by which decisions of the agency are signed."""
_FOR_ANOTHER = frozenset({Capacity.COLLECTIVE, Capacity.DEPUTY, Capacity.BY_ORDER, Capacity.MANDATED})
_BY_MANDATE = frozenset({Capacity.BY_ORDER, Capacity.MANDATED})
_FORMS = {
    Capacity.COLLECTIVE: "TM.",
    Capacity.ACTING: "Q.",
    Capacity.DEPUTY: "KT.",
    Capacity.BY_ORDER: "TL.",
    Capacity.MANDATED: "TUQ.",
}


class ReadCertificate(Model):
    """What a certificate says of itself. `organisation`: the identifier of the agency in it, empty where there is none."""

    subject: str
    issuer: str
    organisation: str
    serial_number: str
    sha256: str
    not_before: datetime
    not_after: datetime


class RegisteredCertificate(SigningCertificate):
    """As it is stored: with the certificates in PEM, the holder's own first. `mandate_id` and `body` are of an official who
    signs by a mandate, and are not stored."""

    certificates: str
    mandate_id: Identifier | None = None
    body: str = ""

    @property
    def view(self) -> SigningCertificate:
        return SigningCertificate(**self.model_dump(include=set(SigningCertificate.model_fields)))

    @property
    def office(self) -> str:
        """As printed over the name, in one line."""
        return ", ".join(office_lines(self))

    @property
    def decides(self) -> bool:
        return self.capacity in DECIDING

    def signs_at(self, at: datetime) -> bool:
        """Whether it is in force, as far as the registration says."""
        return self.valid_from <= at < min(self.valid_until, self.revoked_at or self.valid_until)


def office_lines(certificate: SigningCertificate) -> tuple[str, ...]:
    """Quyền hạn, chức vụ của người ký, one line for who is signed for and one for the own position (annex I, II.7); before
    them the body that decides together, where the head signs for it."""
    body = getattr(certificate, "body", "")
    lines = _own_office_lines(certificate)
    return (f"TM. {body}", *lines) if body else lines


def _own_office_lines(certificate: SigningCertificate) -> tuple[str, ...]:
    form = _FORMS.get(certificate.capacity) if certificate.capacity else None
    if certificate.capacity is Capacity.ACTING:
        return (f"{form} {certificate.position}",)
    if form is None:
        return (certificate.position,) if certificate.position else ()
    return (f"{form} {certificate.on_behalf_of}", certificate.position)


def registered(
    request: RegisterCertificate, read: ReadCertificate, certificate_id: str, now: datetime
) -> RegisteredCertificate:
    """A new registration. Raises INVALID_REQUEST for what does not belong together, and SIGNATURE_REFUSED for a certificate
    that is not in force."""
    _check_office(request)
    if read.organisation and read.organisation != request.agency_code:
        raise _invalid("/certificates", "other_agency", "The certificate is that of another agency.")
    if not read.not_before <= now < read.not_after:
        raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="expired")
    until = min(read.not_after, request.valid_until or read.not_after)
    if until <= now:
        raise _invalid("/valid_until", "not_later", "The end is not after now.")
    return RegisteredCertificate(
        certificate_id=certificate_id,
        version=1,
        agency_code=request.agency_code,
        holder=request.holder,
        account_id=request.account_id,
        capacity=request.capacity,
        position=request.position or "",
        on_behalf_of=request.on_behalf_of or "",
        ground=request.ground or "",
        subject=read.subject,
        issuer=read.issuer,
        serial_number=read.serial_number,
        sha256=read.sha256,
        valid_from=max(read.not_before, now),
        valid_until=until,
        key_place=request.key_place,
        key_name=request.key_name,
        registered_at=now,
        certificates=request.certificates,
    )


def revoked(
    certificate: RegisteredCertificate, request: RevokeCertificate, now: datetime
) -> RegisteredCertificate:
    """The registration, ended. Raises INVALID_REQUEST for one that was ended before, and for an end that is to come."""
    if certificate.revoked_at is not None:
        raise _invalid("/certificate_id", "certificate_ended", "It was ended before.")
    if request.from_at is not None and request.from_at > now:
        raise _invalid("/from_at", "ends_later", "It ends now or has ended before.")
    ended = {"revoked_at": request.from_at or now, "revoked_reason": request.reason}
    return certificate.model_copy(update={**ended, "version": certificate.version + 1})


def check_alone(new: RegisteredCertificate, others: Iterable[RegisteredCertificate], now: datetime) -> None:
    """Raises INVALID_REQUEST where another certificate is in force in its place, or the same one elsewhere: an agency has
    one seal, an official one office in an agency."""
    for other in others:
        if not other.signs_at(now):
            continue
        if other.sha256 == new.sha256 and other.agency_code != new.agency_code:
            raise _invalid("/certificates", "other_agency", "The certificate is that of another agency.")
        if (other.agency_code, other.holder, other.account_id) == (
            new.agency_code,
            new.holder,
            new.account_id,
        ):
            raise _invalid(
                "/holder", "certificate_in_force", "Another certificate is in force; end it first."
            )


class Signers(Model):
    """The certificates by which a document is signed: the official's, where one signs, and the agency's."""

    agency: RegisteredCertificate
    official: RegisteredCertificate | None = None

    @property
    def in_order(self) -> tuple[RegisteredCertificate, ...]:
        """The official signs, then the agency seals."""
        return (self.agency,) if self.official is None else (self.official, self.agency)


def signers_of(
    known: Iterable[RegisteredCertificate], agency_code: str, signer_id: Identifier | None, at: datetime
) -> Signers | None:
    """Whose certificates sign what the agency issues now, whether competent or not; None where it has no seal of its own."""
    in_force = [each for each in known if each.agency_code == agency_code and each.signs_at(at)]
    agency = next((each for each in in_force if each.holder is Holder.AGENCY), None)
    if agency is None:
        return None
    official = next((each for each in in_force if signer_id and each.account_id == signer_id), None)
    return Signers(agency=agency, official=official)


def may_sign(certificate: RegisteredCertificate, *, decides: bool) -> bool:
    """Whether who has this certificate signs such a document; the seal of the agency is set on every one."""
    return certificate.holder is Holder.AGENCY or certificate.decides or not decides


def _check_office(request: RegisterCertificate) -> None:
    official = request.holder is Holder.OFFICIAL
    fields = {name: getattr(request, name) for name in ("account_id", "capacity", "position")}
    for name, value in fields.items():
        if official and value is None:
            raise _invalid(f"/{name}", "required", "An official has account, capacity and position.")
        if not official and value is not None:
            raise _invalid(f"/{name}", "not_expected", "An agency has none.")
    for_another = official and request.capacity in _FOR_ANOTHER
    if for_another != (request.on_behalf_of is not None):
        code = "required" if for_another else "not_expected"
        raise _invalid("/on_behalf_of", code, "Who is signed for, with TM., KT., TL. and TUQ. alone.")
    if official and request.capacity in _BY_MANDATE and request.ground is None:
        raise _invalid("/ground", "required", "TL. and TUQ. need the decision by which they are given.")


def _invalid(pointer: str, code: str, detail: str) -> ServiceError:
    return ServiceError(
        ErrorCode.INVALID_REQUEST, errors=(FieldError(pointer=pointer, code=code, detail=detail),)
    )
