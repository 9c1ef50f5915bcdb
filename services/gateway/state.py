"""What the gateway holds for the life of the process."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from gateway.auth import Verifier
from gateway.door import Door
from gateway.live import Live
from gateway.rates import Rates
from gateway.rpc import RpcClient
from gateway.settings import GatewaySettings


@dataclass(frozen=True)
class Gateway:
    settings: GatewaySettings
    rpc: RpcClient
    verifier: Verifier
    door: Door
    rates: Rates
    live: Live


def gateway_of(request: HTTPConnection) -> Gateway:
    gateway: Gateway = request.app.state.gateway
    return gateway
