"""A timestamp authority over HTTP (RFC 3161, section 3.4), asked over connections that are kept.

The library opens a session for each question, and reads all certificates of the machine for it: 12 ms of CPU.
"""

import httpx
from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError

from chassis.core.tls import trusted_authorities

_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"


class HttpAuthority(TimeStamper):
    """Raises TimestampRequestError while the authority is away, and for an answer that is none."""

    def __init__(self, url: str, timeout_s: float) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library says no type of it
        self._url = url
        self._client = httpx.Client(
            verify=trusted_authorities(),
            timeout=timeout_s,
            headers={"content-type": _QUERY, "accept": _REPLY},
        )

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Blocks: the caller is in a thread of its own."""
        try:
            answer = self._client.post(self._url, content=req.dump()).raise_for_status()
        except httpx.HTTPError as error:
            raise TimestampRequestError("no answer from the timestamp authority") from error
        if answer.headers.get("content-type") != _REPLY:
            raise TimestampRequestError("no timestamp in the answer")
        return tsp.TimeStampResp.load(answer.content)
