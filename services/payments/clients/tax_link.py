"""The link to the tax office (đường truyền dữ liệu với cơ quan thuế): a message of XML by POST, an answer of XML.

What a data carrier (T-VAN) or the tax office asks for beside it is its own; another one is another class with `send`.
"""

import logging
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError, fromstring

import httpx

from chassis.core.tls import trusted_authorities
from payments.settings import PaymentsSettings

log = logging.getLogger(__name__)

MOST_BYTES = 200_000
"""Of an answer that is read."""


class TaxLinkAway(Exception):
    """Raised when nobody answered in time, or not in the form that is agreed: the message may have arrived."""


@dataclass(frozen=True)
class TaxAnswer:
    """Taken, with the tax office's own number, also of a message that it has already; or refused, with its reason."""

    taken: bool
    reference: str = ""
    reason: str = ""


class TaxLink:
    """Shared by all workers of a process. Blocks up to the set timeout."""

    def __init__(self, settings: PaymentsSettings) -> None:
        self._url = settings.tax_link_url.rstrip("/")
        self._headers = {"content-type": "application/xml; charset=utf-8"}
        if settings.tax_link_token:
            self._headers["authorization"] = f"Bearer {settings.tax_link_token}"
        self._http = httpx.Client(verify=trusted_authorities(), timeout=settings.tax_link_timeout_s)

    @property
    def is_set(self) -> bool:
        """Whether there is one: without it people hand the files over."""
        return bool(self._url)

    def send(self, message_id: str, xml: str) -> TaxAnswer:
        """The same message may be sent again: it is taken once. Raises TaxLinkAway."""
        try:
            answer = self._http.post(f"{self._url}/messages", content=xml.encode(), headers=self._headers)
        except httpx.HTTPError as error:
            raise TaxLinkAway(type(error).__name__) from error
        if not answer.is_success or len(answer.content) > MOST_BYTES:
            raise TaxLinkAway(f"HTTP {answer.status_code}")
        return read_answer(message_id, answer.content)


def read_answer(message_id: str, body: bytes) -> TaxAnswer:
    """TDiep/DLieu/TBao: the number of the message that it is about, TTTNhan 0 taken or 1 refused, its own number, reasons.

    Raises TaxLinkAway for what is not about this message or not of this form: a reader of it would be guessing.
    """
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise TaxLinkAway("not a plain document")
    try:
        notice = fromstring(body).find("DLieu/TBao")  # noqa: S314  without entities, of a limited size
    except ParseError as error:
        raise TaxLinkAway("no XML") from error
    if notice is None or notice.findtext("MTDTChieu") != message_id:
        raise TaxLinkAway("an answer to something else")
    reference = (notice.findtext("MTDiep") or "")[:100]
    match notice.findtext("TTTNhan"):
        case "0":
            return TaxAnswer(taken=True, reference=reference)
        case "1":
            reasons = [each.findtext("MTLoi") or "" for each in notice.findall("DSLDo/LDo")]
            return TaxAnswer(taken=False, reference=reference, reason="; ".join(reasons)[:300] or "?")
    raise TaxLinkAway("neither taken nor refused")
