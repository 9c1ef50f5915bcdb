"""Signatures in XML (XML Signature, RSA or ECDSA with SHA-256; inclusive C14N 1.0), made and checked by signxml.

The signature stands within the document, in an element of its own, over another element by its Id. What is read here was
written here: no file of others.
"""

import base64
import logging
from datetime import datetime
from typing import Any

from asn1crypto import pem
from asn1crypto.x509 import Certificate
from lxml import etree
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from signxml.algorithms import CanonicalizationMethod, SignatureMethod
from signxml.exceptions import InvalidSignature, SignXMLException
from signxml.signer import XMLSigner
from signxml.verifier import SignatureConfiguration, XMLVerifier

from contracts.errors import ErrorCode, ServiceError
from contracts.records import SignatureState
from records.domain.signatures import CheckedSignature
from records.sealing.cms import DIGEST
from records.sealing.exclusive import run_coroutine, run_exclusively
from records.sealing.keys import SealKey

log = logging.getLogger(__name__)

_DS = "http://www.w3.org/2000/09/xmldsig#"
_SIGNATURE = f"{{{_DS}}}Signature"
_C14N = CanonicalizationMethod.CANONICAL_XML_1_0
_METHODS = {"rsa": SignatureMethod.RSA_SHA256, "ec": SignatureMethod.ECDSA_SHA256}


class XmlSealer:
    """Signs in a thread of its own."""

    def __init__(self, key: SealKey) -> None:
        self._key = key

    def sign(self, xml: bytes, signed_id: str, signature_parent: str) -> bytes:
        """The document with its signature. Blocks for some ms, and for what the key takes.

        Raises INVALID_REQUEST for what is no XML or lacks one of the two elements; UNAVAILABLE without the key.
        """
        with self._key.exclusive():
            return run_exclusively(self._sign, xml, signed_id, signature_parent)

    def _sign(self, xml: bytes, signed_id: str, signature_parent: str) -> bytes:
        root, parent = _read(xml, signature_parent)
        signer = self._key.signer()
        own = signer.signing_cert
        if own is None:
            raise ServiceError(ErrorCode.UNAVAILABLE)
        etree.SubElement(parent, _SIGNATURE, Id="placeholder", nsmap={"ds": _DS})
        making = XMLSigner(signature_algorithm=_METHODS[own.public_key.algorithm], c14n_algorithm=_C14N)
        key: Any = _Key(signer, own)
        try:
            signed = making.sign(root, key=key, cert=_chain(signer, own), reference_uri=f"#{signed_id}")
        except SignXMLException as error:
            raise ServiceError(ErrorCode.INVALID_REQUEST) from error
        return bytes(etree.tostring(signed, xml_declaration=True, encoding="UTF-8"))


class _Key:
    """A key of the house as signxml uses one: of a file, of a token, of a signing service."""

    def __init__(self, signer: Signer, own: Certificate) -> None:
        self._signer = signer
        self.key_size = own.public_key.bit_size

    def sign(self, data: bytes, **_: object) -> bytes:
        """By the one method of the certificate's kind of key."""
        return run_coroutine(self._signer.async_sign_raw(data, DIGEST))


def check_xml(xml: bytes, roots: str, at: datetime) -> tuple[CheckedSignature, ...]:
    """The signature in the document, by a certificate that has to lead to one of the roots (PEM) at that time; empty
    without one. Blocks for some ms."""
    return run_exclusively(_check, xml, roots, at)


def _check(xml: bytes, roots: str, at: datetime) -> tuple[CheckedSignature, ...]:
    root = etree.fromstring(xml, _parser())
    encoded = root.findall(f".//{_SIGNATURE}//{{{_DS}}}X509Certificate")
    if not encoded:
        return ()
    own, *others = [_certificate(each.text or "") for each in encoded]
    name = str(own.subject.native.get("common_name", ""))
    reason = _defect(root, own) or _distrust(own, others, roots, at)
    state = SignatureState(valid=not reason, signer=name, reason=reason, whole=reason in ("", "not_trusted"))
    return (CheckedSignature(state=state, certificate=own.sha256.hex()),)


def _defect(root: Any, own: Certificate) -> str:
    expected = SignatureConfiguration(
        require_x509=True,
        location=".//",
        expect_references=1,
        signature_methods=frozenset(_METHODS.values()),
    )
    try:
        XMLVerifier().verify(root, x509_cert=_pem(own), validate_schema=False, expect_config=expected)
    except (SignXMLException, InvalidSignature) as error:
        log.info("a signed XML is not whole", extra={"reason": type(error).__name__})
        return "changed"
    return ""


def _distrust(own: Certificate, others: list[Certificate], roots: str, at: datetime) -> str:
    trusted = list(load_certs_from_pemder_data(roots.encode()))
    context = ValidationContext(
        trust_roots=trusted, moment=at, allow_fetching=False, revocation_mode="soft-fail"
    )
    try:
        run_coroutine(CertificateValidator(own, others, validation_context=context).async_validate_path())
    except (PathError, ValidationError):
        return "not_trusted"
    return ""


def _read(xml: bytes, signature_parent: str) -> tuple[Any, Any]:
    try:
        root = etree.fromstring(xml, _parser())
    except etree.XMLSyntaxError as error:
        raise ServiceError(ErrorCode.INVALID_REQUEST) from error
    parents = root.findall(signature_parent)
    if len(parents) != 1 or root.findall(f".//{_SIGNATURE}"):
        raise ServiceError(ErrorCode.INVALID_REQUEST)
    return root, parents[0]


def _parser() -> Any:
    """Reads nothing but the document: no entities, no network."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _chain(signer: Signer, own: Certificate) -> list[str]:
    """The signer's certificate and those that it leads by, without the root that the reader has."""
    registered = signer.cert_registry
    others = [each for each in registered if each.dump() != own.dump() and each.self_signed == "no"]
    return [_pem(own), *(_pem(each) for each in others)]


def _pem(certificate: Certificate) -> str:
    return bytes(pem.armor("CERTIFICATE", certificate.dump())).decode()


def _certificate(text: str) -> Certificate:
    return Certificate.load(base64.b64decode(text))
