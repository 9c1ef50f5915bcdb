"""Packages of closed dossiers for an archive: sealed by the installation."""

from typing import Annotated

from pydantic import StringConstraints

from contracts.base import Model, Query
from contracts.records.files import Sha256

TAG_MANIFEST = r"^([0-9a-f]{64}  [A-Za-z0-9._/-]{1,200}\n){1,100}$"


Base64 = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9+/]+={0,2}$", min_length=4, max_length=400_000)
]
"""Bytes in base64 (RFC 4648), about 300,000 at most."""


class SignPackage(Query):
    """Request to sign a package.

    By an operator. Nothing but a tag manifest of BagIt is signed.
    """

    tag_manifest: Annotated[str, StringConstraints(pattern=TAG_MANIFEST, max_length=30_000)]
    """The tag manifest (tagmanifest-sha256.txt), which names all that the package is made of."""


class CheckSignature(Query):
    """Query for whether something was signed with one certificate. For services."""

    content: Base64
    """What was signed, in base64."""
    signature: Base64
    """Its detached signature (CMS, RFC 5652), in base64."""
    certificate_sha256: Sha256
    """SHA-256 of the certificate (DER), in hex."""


class CheckedSignature(Model):
    """What the check found."""

    valid: bool
    """Whether it was signed with that certificate, in force now."""
    signer: str = ""
    """Name in the certificate."""


class SignedPackage(Model):
    """The seal on a package."""

    signature: str
    """Detached signature of the tag manifest (CMS, RFC 5652), in base64."""
    timestamp: str
    """Timestamp token of the signature (RFC 3161), in base64; empty without an authority."""
