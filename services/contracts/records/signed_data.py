"""Data that are signed here as XML (XMLDSig), and documents that are no longer good."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.base import Command, Identifier, Query
from contracts.printable import MendedLine, ShortText
from contracts.records.documents import SignedDocument, VerificationCode
from contracts.records.files import DossierReaders

MOST_XML = 8_000_000
"""Letters of one signed XML: about 20,000 rows."""


class SignData(Command):
    """Command to sign XML with the seal of an agency and to keep it as a file.

    By a service. `<Signature>` takes the place of the one element of the XML that is named `signature_parent`, over the
    element whose `Id` is `signed_id`. Repeated, it answers with what was signed first.
    """

    kind: ShortText
    """What it is, by meaning."""
    title: ShortText
    """What it is called."""
    number: ShortText
    """Number of the document that the data are of."""
    agency_code: ShortText
    """Agency whose seal it bears."""
    agency_name: MendedLine
    """Name of that agency."""
    dossier_id: Identifier | None = None
    """Id of the dossier (hồ sơ)."""
    dossier_code: ShortText | None = None
    """Code of the dossier (mã hồ sơ)."""
    xml: Annotated[str, StringConstraints(min_length=1, max_length=MOST_XML)]
    """The XML, without its signature."""
    signed_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,63}$")]
    """Value of `Id` of the element that is signed."""
    signature_parent: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{1,40}(/[A-Za-z]{1,40}){0,5}$")]
    """Path, from the root, of the element that the signature goes into."""
    file_name: ShortText
    """Name of the file, for who saves it."""
    readers: DossierReaders | None = None
    """Who may read it beside the agency."""


class SignedData(SignedDocument):
    """XML that was signed and kept, with its signature for who sends it on."""

    signature: str
    """The element `Signature`, as it stands in the file."""


class DocumentStanding(StrEnum):
    """Why a document is no longer good (tình trạng văn bản)."""

    CANCELLED = "cancelled"  # đã hủy
    REPLACED = "replaced"  # đã bị thay thế


class EndDocuments(Query):
    """Say that documents which a service had made are no longer good. They stay, and whoever verifies them is told.

    By the service that had them made. May be repeated; the last word stands.
    """

    codes: Annotated[tuple[VerificationCode, ...], Field(min_length=1, max_length=20)]
    """Codes of the documents."""
    standing: DocumentStanding
    """Cancelled or replaced."""
    replaced_by: VerificationCode | None = None
    """Code of the document that took their place."""
