"""What the gateway holds for the life of the process."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from gateway.auth import TokenVerifier
from gateway.door import RecordsProxy
from gateway.live import DossierEventFanout
from gateway.rates import SlidingWindowLimiter
from gateway.rpc import AsyncRpcClient
from gateway.settings import GatewaySettings


@dataclass(frozen=True)
class GatewayState:
    settings: GatewaySettings
    rpc: AsyncRpcClient
    verifier: TokenVerifier
    records_proxy: RecordsProxy
    limiter: SlidingWindowLimiter
    dossier_events: DossierEventFanout


def gateway_of(request: HTTPConnection) -> GatewayState:
    gateway: GatewayState = request.app.state.gateway
    return gateway
