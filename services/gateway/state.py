"""What the gateway holds for the life of the process."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from gateway.clients.dossier_events import DossierEventFanout
from gateway.clients.records_proxy import RecordsProxy
from gateway.clients.revocations import RevocationList
from gateway.clients.rpc import AsyncRpcClient
from gateway.clients.tokens import TokenVerifier
from gateway.middleware.answer_memory import AnswerMemory
from gateway.middleware.sliding_window import SlidingWindowLimiter
from gateway.settings import GatewaySettings


@dataclass(frozen=True)
class GatewayState:
    settings: GatewaySettings
    rpc: AsyncRpcClient
    verifier: TokenVerifier
    revocations: RevocationList
    records_proxy: RecordsProxy
    limiter: SlidingWindowLimiter
    dossier_events: DossierEventFanout
    catalogue: AnswerMemory


def gateway_of(request: HTTPConnection) -> GatewayState:
    gateway: GatewayState = request.app.state.gateway
    return gateway
