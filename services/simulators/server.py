"""The server of every simulator: settings from the environment, JSON logs, probes, one uvicorn process."""

from typing import Protocol, TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from chassis.core.setting_types import Host, Port
from chassis.core.settings import Configuration, load_settings, warn_of_unknown_settings
from chassis.http.draining_server import DrainingServer
from chassis.observability.json_logging import configure_logging

SHUTDOWN_S = 3


class SimulatorSettings(Configuration):
    """Settings of every simulator: where it serves HTTP."""

    http_host: Host = "127.0.0.1"
    """Address at which it serves HTTP."""
    http_port: Port
    """Port at which it serves HTTP."""


SettingsT = TypeVar("SettingsT", bound=SimulatorSettings)
SettingsIn = TypeVar("SettingsIn", bound=SimulatorSettings, contravariant=True)


class Simulator(Protocol):
    """Something outside the system, with its own HTTP interface."""

    def app(self) -> Starlette: ...


class SimulatorFactory(Protocol[SettingsIn]):
    def __call__(self, settings: SettingsIn) -> Simulator: ...


def serve(name: str, settings_type: type[SettingsT], simulator: SimulatorFactory[SettingsT]) -> None:
    """Serve until the process is stopped; ends with one line when a setting is missing or wrong."""
    settings = load_settings(settings_type)
    configure_logging(f"{name}-simulator", settings.log_level)
    warn_of_unknown_settings()
    config = uvicorn.Config(
        simulator(settings).app(),
        host=settings.http_host,
        port=settings.http_port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=SHUTDOWN_S,
    )
    DrainingServer(config).run_until_stopped()


def probes() -> list[Route]:
    """The routes by which the stack sees that a simulator is alive and ready; both are true while it serves."""
    return [Route("/healthz", _ok), Route("/readyz", _ok)]


async def _ok(request: Request) -> Response:  # noqa: ARG001
    return PlainTextResponse("ok")
