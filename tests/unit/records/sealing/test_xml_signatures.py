"""Signed XML: of the agency's seal, over one element, read by a second program (libxmlsec) and refused when changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import xmlsec as libxmlsec
from lxml import etree
from tests.support.records.signing import SigningAuthority, signing_authority

from chassis.core.clock import utcnow
from contracts.errors import ErrorCode, ServiceError
from contracts.records import KeyPlace
from records.sealing.xml_signatures import check_xml

xmlsec: Any = libxmlsec  # its types lack what is used here
NAME = "Ủy ban nhân dân phường mẫu số 5"
XML = (
    '<CTu><DLCTu Id="data"><Ten>Biên lai thu lệ phí &amp; phí</Ten><STien>8000</STien></DLCTu>'
    "<DSCKS><NNT/></DSCKS></CTu>"
).encode()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SigningAuthority]:
    with signing_authority(tmp_path_factory.mktemp("keys")) as running:
        yield running


@pytest.fixture(scope="module")
def signed(authority: SigningAuthority) -> bytes:
    return authority.chain().sign_xml(XML, "data", "DSCKS/NNT", authority.signers())


def second_reading(xml: bytes, roots: str) -> None:
    """Raises xmlsec.Error unless the signature is good and its certificate leads to the roots."""
    root = etree.fromstring(xml)
    manager = xmlsec.KeysManager()
    manager.load_cert_from_memory(roots.encode(), xmlsec.KeyFormat.PEM, xmlsec.KeyDataType.TRUSTED)
    context = xmlsec.SignatureContext(manager)
    xmlsec.tree.add_ids(root, ["Id"])
    context.verify(xmlsec.tree.find_node(root, xmlsec.Node.SIGNATURE))


def test_the_signature_stands_where_it_is_asked_for_and_is_good(
    authority: SigningAuthority, signed: bytes
) -> None:
    (found,) = check_xml(signed, authority.certificate_pem, utcnow())
    assert (found.state.valid, found.state.whole, found.state.signer) == (True, True, NAME)
    root: Any = etree.fromstring(signed)
    (signature,) = root.find("DSCKS/NNT")
    assert signature.tag == "{http://www.w3.org/2000/09/xmldsig#}Signature"
    assert root.findtext("DLCTu/Ten") == "Biên lai thu lệ phí & phí"


def test_a_second_program_finds_it_good(authority: SigningAuthority, signed: bytes) -> None:
    second_reading(signed, authority.certificate_pem)


def test_a_key_of_a_signing_service_signs_too(authority: SigningAuthority) -> None:
    seal = authority.request("remote", NAME, key_place=KeyPlace.SERVICE)
    xml = authority.chain().sign_xml(XML, "data", "DSCKS/NNT", authority.signers(seal))
    second_reading(xml, authority.certificate_pem)


def test_what_was_changed_is_found_by_both(authority: SigningAuthority, signed: bytes) -> None:
    changed = signed.replace(b"8000", b"9000")
    (found,) = check_xml(changed, authority.certificate_pem, utcnow())
    assert (found.state.valid, found.state.reason, found.state.whole) == (False, "changed", False)
    with pytest.raises(xmlsec.Error):
        second_reading(changed, authority.certificate_pem)


def test_a_certificate_of_another_authority_is_not_trusted(
    authority: SigningAuthority, signed: bytes
) -> None:
    (found,) = check_xml(signed, authority.settings().seal_certificate, utcnow())
    assert (found.state.valid, found.state.reason) == (False, "not_trusted")


def test_a_certificate_is_judged_at_the_time_of_issue(authority: SigningAuthority, signed: bytes) -> None:
    early = utcnow() - timedelta(days=3650)
    (found,) = check_xml(signed, authority.certificate_pem, early)
    assert (found.state.valid, found.state.reason) == (False, "not_trusted")


def test_what_bears_no_signature() -> None:
    assert check_xml(XML, "", utcnow()) == ()


@pytest.mark.parametrize(
    ("xml", "signed_id", "parent"),
    [
        (b"no xml", "data", "DSCKS/NNT"),
        (XML, "other", "DSCKS/NNT"),
        (XML, "data", "DSCKS/MTT"),
        (XML.replace(b"<NNT/>", b"<NNT/><NNT/>"), "data", "DSCKS/NNT"),
    ],
)
def test_what_cannot_bear_one(authority: SigningAuthority, xml: bytes, signed_id: str, parent: str) -> None:
    with pytest.raises(ServiceError) as refused:
        authority.chain().sign_xml(xml, signed_id, parent, authority.signers())
    assert refused.value.code is ErrorCode.INVALID_REQUEST
