"""One address: a timestamp query in, a timestamp out."""

from asn1crypto import tsp
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from simulators.server import probes
from simulators.tsa.settings import TsaSettings

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
_LARGEST_QUERY = 4096


class TimestampAuthority:
    def __init__(self, settings: TsaSettings) -> None:
        own, *chain = load_certs_from_pemder_data(settings.tsa_certificate.encode())
        key = load_private_key_from_pemder_data(settings.tsa_key.encode(), None)
        self._stamper = DummyTimeStamper(own, key, SimpleCertificateStore.from_certs(chain))
        self.stamped = 0

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/tsa", self.stamp, methods=["POST"]),
                Route("/simulator/stamped", self.count),
                *probes(),
            ]
        )

    async def stamp(self, request: Request) -> Response:
        if request.headers.get("content-type") != QUERY:
            return PlainTextResponse(f"send {QUERY}", 415)
        body = await request.body()
        try:
            query = tsp.TimeStampReq.load(body[:_LARGEST_QUERY], strict=True)
            reply = await self._stamper.async_request_tsa_response(query)
        except (ValueError, TypeError, KeyError):
            return PlainTextResponse("no timestamp query", 400)
        self.stamped += 1
        return Response(reply.dump(), media_type=REPLY)

    async def count(self, _request: Request) -> Response:
        return JSONResponse({"stamped": self.stamped})
