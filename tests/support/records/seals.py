"""A seal key of the tests, and files to sign."""

import io
from functools import cache

from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from tests.support.records.documents import ADDRESS, CODE

from devstack.certificates import Authority, Pair
from devstack.walk.pdf import pdf
from records.rendering.template_data import SignedBy
from records.rendering.typesetting import qr_svg, typeset
from records.sealing.keys import seal_key_of
from records.sealing.pdf_conversion import as_pdf
from records.sealing.signing import PdfSealer, SigningRequest
from records.sealing.stamps import Stamp
from records.sealing.validation import SignatureValidator
from records.settings import RecordsSettings


@cache
def authority() -> Authority:
    return Authority.new()


@cache
def seal() -> Pair:
    return authority().seal()


def settings(**changes: object) -> RecordsSettings:
    base = {
        "service": "records",
        "amqp_uri": "amqp://records:never-connects@x",
        "mongo_uri": "mongodb://records:never-connects@x",
        "mongo_database": "x",
        "ticket_key": "k" * 40,
        "public_url": "https://dichvucong.example.vn",
        "seal_key": seal().key_pem,
        "seal_certificate": seal().certificate_pem + authority().certificate_pem,
        "trust_roots": authority().certificate_pem,
    }
    return RecordsSettings.model_validate({**base, **changes})


@cache
def sealer() -> PdfSealer:
    return PdfSealer(seal_key_of(settings()))


@cache
def checker() -> SignatureValidator:
    return SignatureValidator(authority().certificate_pem)


@cache
def stamp() -> Stamp:
    data = {"qr": qr_svg(ADDRESS), "agency_name": "Công an phường mẫu số 5", "issued_at": "09:15 04/05/2026",
            "verification_code": CODE, "place": ADDRESS.rsplit("/", 1)[0],
            **SignedBy("Công an phường mẫu số 5").data}  # fmt: skip
    return Stamp(typeset("SEAL", data))


def stamped(content: bytes, media_type: str = "application/pdf", by: PdfSealer | None = None) -> bytes:
    request = SigningRequest(as_pdf(content, media_type, "f1"), CODE, "Kết quả", stamp=stamp(), file_id="f1")
    return (by or sealer()).sign(request)


def image(kind: str, width: int = 600, height: int = 800) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (width, height), "lightblue").save(drawn, kind)
    return drawn.getvalue()


def turned() -> bytes:
    """A scan that lies on its side."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf("Ban quet")))
    page = writer.find_page_for_modification(0)[0].get_object()
    page[generic.pdf_name("/Rotate")] = generic.NumberObject(90)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def locked() -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf("Mat"))))
    writer.encrypt(owner_pass="owner", user_pass="user")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
