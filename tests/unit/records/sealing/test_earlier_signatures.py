"""A seal never breaks what others have signed: it is set so that they stay valid, or it is refused."""

import pytest
from pyhanko.sign.fields import MDPPerm
from tests.support.records.papers import REFUSED as UNOPENABLE
from tests.support.records.papers import TAKEN
from tests.support.records.pdf import pages, picture
from tests.support.records.seals import checker, sealer, stamp, stamped
from tests.support.records.signed import LEADER, REFUSED, SEALED, signed

from chassis.core.clock import utcnow
from contracts.error_messages import SEAL_DEFECTS, detail
from contracts.errors import ErrorCode, ServiceError
from devstack.walk.pdf import pdf
from records.sealing.pdf_conversion import as_pdf
from records.sealing.signing import SigningRequest
from records.sealing.trial import seal_defect


@pytest.mark.parametrize("before", SEALED)
def test_every_earlier_signature_stays_valid(before: str) -> None:
    content = SEALED[before]()
    count = len(checker().validate(content, utcnow()))
    sealed = stamped(content)
    found = checker().validate(sealed, utcnow())
    assert len(found) == count + 1
    assert [(each.valid, each.reason) for each in found] == [(True, "")] * len(found)
    assert found[0].signer == LEADER
    assert found[-1].signer == "Motcua (con dấu thử nghiệm)"
    assert seal_defect(content, "application/pdf") is None


@pytest.mark.parametrize("before", REFUSED)
def test_a_signature_that_allows_none_after_it_is_respected(before: str) -> None:
    defect, made = REFUSED[before]
    content = made()
    with pytest.raises(ServiceError) as refused:
        stamped(content)
    assert (refused.value.code, refused.value.params["defect"]) == (ErrorCode.FILE_NOT_SEALABLE, defect)
    assert SEAL_DEFECTS[defect].vi in detail(refused.value, "vi")
    assert seal_defect(content, "application/pdf") == defect


@pytest.mark.parametrize("permission", [MDPPerm.FILL_FORMS, MDPPerm.ANNOTATE])
def test_what_is_certified_looks_as_it_did(permission: MDPPerm) -> None:
    content = signed(pdf("Ket qua"), certify=permission)
    assert picture(stamped(content)).tobytes() == picture(content).tobytes()


def test_what_is_only_signed_shows_the_stamp() -> None:
    content = signed(pdf("Ket qua"))
    assert picture(stamped(content)).tobytes() != picture(content).tobytes()


@pytest.mark.parametrize("odd", TAKEN)
def test_whatever_is_taken_as_a_paper_can_be_sealed(odd: str) -> None:
    media_type, made = TAKEN[odd]
    content = made()
    assert seal_defect(content, media_type) is None
    sealed = stamped(content, media_type)
    assert [each.valid for each in checker().validate(sealed, utcnow())] == [True]
    assert len(pages(sealed)) == 1


@pytest.mark.parametrize("wrong", UNOPENABLE)
def test_what_cannot_be_opened_cannot_be_sealed(wrong: str) -> None:
    _, media_type, made = UNOPENABLE[wrong]
    assert seal_defect(made(), media_type) in SEAL_DEFECTS


def test_a_lock_of_the_owner_is_not_in_the_sealed_copy() -> None:
    request = SigningRequest(
        as_pdf(TAKEN["locked by its owner alone"][1](), "application/pdf", "f"), "A", "", stamp=stamp()
    )
    assert b"/Encrypt" not in sealer().sign(request)
