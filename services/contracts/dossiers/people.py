"""Who owns a dossier, who brings it, for whom."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import (
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from contracts.base import Identifier, Model, PersonalNumber, RepresentationGround, TaxCode
from contracts.catalog import FeeReductionGround
from contracts.contact_details import EmailAddress, Phone
from contracts.printable import ShortText, Title


class ApplicantKind(StrEnum):
    """Loại đối tượng; LoaiDoiTuong on the old wire: 1, 2, 3, 4."""

    PERSON = "person"
    BUSINESS = "business"
    STATE_AGENCY = "state_agency"
    ORGANISATION = "organisation"


class IdentityType(StrEnum):
    """Loại định danh."""

    PERSONAL_NUMBER = "personal_number"  # số định danh cá nhân, 12 digits
    OLD_ID = "old_id"  # CMND, 9 digits
    PASSPORT = "passport"
    TAX_CODE = "tax_code"  # mã số thuế, 10 digits or with a branch
    OTHER = "other"


class ApplicantIdentity(Model):
    """An identity document (giấy tờ định danh)."""

    type: IdentityType
    """Kind of the document (loại định danh)."""
    number: Annotated[str, Field(min_length=4, max_length=32, pattern=r"^[A-Za-z0-9-]+$")]
    """Number of the document."""


_NUMBERS: Mapping[IdentityType, TypeAdapter[str]] = {
    IdentityType.PERSONAL_NUMBER: TypeAdapter(PersonalNumber),
    IdentityType.OLD_ID: TypeAdapter(Annotated[str, StringConstraints(pattern=r"^([0-9]{9}|[0-9]{12})$")]),
    IdentityType.PASSPORT: TypeAdapter(Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{6,15}$")]),
    IdentityType.TAX_CODE: TypeAdapter(TaxCode),
}
"""The form of the number, by the kind of the document; other kinds have none."""


class StatedIdentity(ApplicantIdentity):
    """An identity document as a person states it: its number has the form of its kind."""

    @field_validator("number")
    @classmethod
    def of_its_kind(cls, number: str, info: ValidationInfo) -> str:
        form = _NUMBERS.get(info.data.get("type", IdentityType.OTHER))
        if form is None:
            return number
        try:
            return form.validate_python(number)
        except ValidationError:
            raise PydanticCustomError(
                "identity_number", "the number has not the form of its kind of document"
            ) from None


class Relation(StrEnum):
    """By which right a person acts for the owner of a dossier."""

    AUTHORISED = "authorised"  # người được ủy quyền
    LEGAL_REPRESENTATIVE = "legal_representative"  # người đại diện theo pháp luật
    PARENT_OR_GUARDIAN = "parent_or_guardian"  # cha, mẹ, người giám hộ
    POSTAL_SERVICE = "postal_service"  # nhân viên bưu chính công ích


class Principal(Model):
    """Chủ hồ sơ, when another person acts for him, or at the desk. An authorised person shows the authority."""

    kind: ApplicantKind = ApplicantKind.PERSON
    """What kind of person it is (loại đối tượng)."""
    full_name: Title
    """Full name (họ và tên)."""
    identity: StatedIdentity | None = None
    """Identity document (giấy tờ định danh)."""
    address: ShortText | None = None
    """Postal address (địa chỉ)."""
    phone: Phone | None = None
    """Telephone number (số điện thoại)."""
    email: EmailAddress | None = None
    """E-mail address (thư điện tử)."""


class OnBehalf(Model):
    """Acting for another: `authority_file_id` is the uploaded proof; needed of who is authorised."""

    principal: Principal
    """The owner of the dossier (chủ hồ sơ)."""
    relation: Relation
    """By which right the person acts."""
    authority_file_id: Identifier | None = None
    """Uploaded proof of the authority (văn bản ủy quyền)."""


class Applicant(Model):
    """Chủ hồ sơ. `account_id` where the owner is known to have an account here."""

    account_id: Identifier | None = None
    """Account of the owner, if known."""
    full_name: str
    """Name of the owner (họ và tên, tên tổ chức)."""
    kind: ApplicantKind = ApplicantKind.PERSON
    """What kind of person it is (loại đối tượng)."""
    identity: ApplicantIdentity | None = None
    """Identity document (giấy tờ định danh)."""
    address: str | None = None
    """Postal address (địa chỉ)."""
    phone: str | None = None
    """Telephone number (số điện thoại)."""
    email: str | None = None
    """E-mail address (thư điện tử)."""


class Filer(Model):
    """Người nộp hồ sơ, when he is not the owner: the account that brought the dossier, or who came to the desk."""

    account_id: Identifier | None = None
    """Account of who filed it, if known."""
    full_name: str
    """Full name (họ và tên)."""
    relation: Relation
    """By which right the person acts."""
    authority_file_id: Identifier | None = None
    """Uploaded proof of the authority (văn bản ủy quyền)."""
    person_id: Identifier | None = None
    """Account of who filed it by an act of representation: whose rights in the dossier are those of the act alone."""
    representation_id: Identifier | None = None
    """Act of representation (đại diện) by which it was filed; none: without one."""
    ground: RepresentationGround | None = None
    """By which right, where it was filed by an act of representation."""


class FeeReductionClaim(Model):
    """A claim to a reduced fee; `confirmed` by the officer at reception."""

    claim: FeeReductionGround
    """The ground claimed (đối tượng được miễn, giảm)."""
    confirmed: bool = False
    """Whether the officer has seen proof at reception."""
