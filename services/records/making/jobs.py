"""What is to be made, as it is handed to the making process."""

from contracts.base import Instant, Model
from contracts.records import IssueDocument, KeyPlace
from records.domain.certificates import Signers
from records.domain.digitisation.certification import CopyCertification
from records.domain.numbering import DocumentNumber


class DocumentJob(Model):
    """A document to make: `url` is where it is verified by its code. `signers`: None where the seal of the installation
    stands in for that of the agency."""

    request: IssueDocument
    code: str
    url: str
    at: Instant
    number: DocumentNumber | None = None
    signers: Signers | None = None


class SealJob(Model):
    """A file to seal, which comes with it: its media type, and what the seal says. `signers` as of a document.
    `certification`: it is certified as a copy of the original."""

    file_id: str
    media_type: str
    code: str
    url: str
    title: str
    agency_name: str
    at: Instant
    signers: Signers | None = None
    certification: CopyCertification | None = None


class XmlJob(Model):
    """XML to sign, which comes with it. `signers` as of a document."""

    signed_id: str
    signature_parent: str
    signers: Signers | None = None


class CertificateJob(Model):
    """A certificate to read, to judge and to try with its key."""

    certificates: str
    key_place: KeyPlace
    key_name: str
