"""The process of a service: waits for its servers, serves, drains within a deadline, exits when its container ends."""

import logging
import os
import signal
import socket
import sys
from types import FrameType
from typing import Any

import eventlet
from eventlet import patcher
from eventlet.event import Event
from nameko import config as nameko_config
from nameko.containers import ServiceContainer
from nameko.extensions import iter_extensions
from nameko.utils.concurrency import SpawningSet

from chassis.core import process_start
from chassis.core.backoff import Backoff
from chassis.core.settings import Settings, load_settings, warn_of_unknown_settings
from chassis.observability import json_logging, metrics
from chassis.observability.health import BackgroundCheck, health
from chassis.observability.probes import NO_ANSWER, BrokerProbe, MongoProbe, Probe
from chassis.runtime import admin_server, loop_lag

_log = logging.getLogger(__name__)

_START_BACKOFF = Backoff(first_s=0.5, longest_s=2.0)
_PROBE_S = 5.0
_LOG_EVERY = 5  # attempts
_KILL_S = 0.5
_LAST_RESORT_S = 1.5
_HEARTBEAT_S = 10


def run(service_cls: type[object], settings_cls: type[Settings]) -> None:
    """Main function of a service: serves until SIGTERM or SIGINT, then exits 0 if all work ended within `drain_s`, else 1.

    Blocks at start until broker and database answer. When the container ends by an exception the process exits with
    1, so that its supervisor starts a new one.
    """
    process_start.settle()
    settings = load_settings(settings_cls)
    json_logging.configure_logging(settings.service, settings.log_level)
    warn_of_unknown_settings()
    code = ServiceRunner(service_cls, settings).run()
    _log.info("process ends", extra={"exit_code": code})
    sys.exit(code)


class WorkerContainer(ServiceContainer):
    """Runs a worker without nameko's six timing contexts and its log line of the exception's text.

    Every hook of a dependency provider is called as in nameko; an exception of the service method goes to the
    entrypoint, which logs it once, with the trace id. The text of an exception may hold what a person typed.
    """

    def start(self) -> None:
        """As nameko's, in two steps: what a request needs, such as the queue of replies, is there before the first one
        is taken."""
        self.started = True
        self.extensions.all.setup()
        needed = SpawningSet(self.dependencies)
        for dependency in self.dependencies:
            needed.update(iter_extensions(dependency))
        needed.all.start()
        SpawningSet(self.extensions - needed).all.start()

    def _run_worker(self, worker_ctx: Any, handle_result: Any) -> None:
        self._inject_dependencies(worker_ctx)
        self._worker_setup(worker_ctx)
        result = exc_info = None
        try:
            method = getattr(worker_ctx.service, worker_ctx.entrypoint.method_name)
            result = method(*worker_ctx.args, **worker_ctx.kwargs)
        except eventlet.greenlet.GreenletExit:
            raise
        except BaseException:  # noqa: BLE001  the entrypoint decides what an error means; a time-out is no Exception
            exc_info = sys.exc_info()
        if handle_result is not None:
            result, exc_info = handle_result(worker_ctx, result, exc_info)
        self._worker_result(worker_ctx, result, exc_info)
        del exc_info
        self._worker_teardown(worker_ctx)


class ServiceRunner:
    """One service in one process."""

    def __init__(self, service_cls: type[object], settings: Settings) -> None:
        self._service_cls = service_cls
        self._settings = settings
        self._stop_requested = Event()
        self._container: WorkerContainer | None = None

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._request_stop)
        self._signals = _wake_on_signals()
        self._start_observability()
        serving = eventlet.spawn(self._serve)
        serving.link(self._on_container_end)
        reason: str = self._stop_requested.wait()
        if reason == "died":
            return self._exit_failed()
        return self._drain(serving)

    def _start_observability(self) -> None:
        settings = self._settings
        health.service = settings.service
        metrics.describe_build(settings.service, os.environ.get("MOTCUA_RELEASE", "source"))
        loop_lag.start_measuring(settings.service)
        admin_server.serve_admin(health, settings.admin_host, settings.admin_port)

    def _serve(self) -> None:
        settings = self._settings
        self._wait_for("broker", BrokerProbe(settings.amqp_uri))
        mongo = MongoProbe(settings.mongo_uri, settings.service)
        self._wait_for("mongo", mongo)
        check = BackgroundCheck(mongo, lambda: mongo.reason)
        check.run_once()
        health.register("mongo", check, check.reason)
        check.start()
        _configure_nameko(settings)
        self._container = WorkerContainer(self._service_cls)
        self._measure_workers(self._container)
        self._container.start()
        process_start.settle()  # models are built when they are first used
        health.started = True
        _log.info("started")
        self._container.wait()

    def _wait_for(self, name: str, probe: Probe) -> None:
        """Blocks until the server is there. Readiness and the log say what is waited for, and why."""
        reason, stated, attempt = "", "", 0
        health.register(name, lambda: False, lambda: reason)
        while reason := _why_not(probe):
            if attempt % _LOG_EVERY == 0 or reason != stated:
                stated = reason
                _log.warning("waiting", extra={"waiting_for": name, "reason": reason, "attempt": attempt + 1})
            attempt += 1
            eventlet.sleep(_START_BACKOFF.pause_s(attempt))
        health.unregister(name)

    def _measure_workers(self, container: WorkerContainer) -> None:
        service, pool = self._settings.service, container._worker_pool
        metrics.WORKERS_LIMIT.labels(service).set(pool.size)
        metrics.WORKERS_BUSY.labels(service).set_function(pool.running)

    def _request_stop(self, number: int, _frame: FrameType | None) -> None:
        # Runs between two byte codes of whatever greenlet is current and may not switch: it only sets the event.
        if not self._stop_requested.ready():
            health.draining = True
            _force_exit_after(self._settings.drain_s + _LAST_RESORT_S)
            self._stop_requested.send(signal.Signals(number).name)

    def _on_container_end(self, serving: eventlet.greenthread.GreenThread) -> None:
        try:
            serving.wait()
        except eventlet.greenlet.GreenletExit:
            pass
        except Exception:  # noqa: BLE001 - whatever the exception, the process ends
            _log.critical("the container ended with an exception", exc_info=True)
        if not self._stop_requested.ready():
            self._stop_requested.send("died")

    def _exit_failed(self) -> int:
        health.draining = True
        _force_exit_after(_LAST_RESORT_S)
        return 1

    def _drain(self, serving: eventlet.greenthread.GreenThread) -> int:
        _log.info("stopping", extra={"drain_s": self._settings.drain_s})
        if self._container is None or not health.started:
            serving.kill()
            return 0
        with eventlet.Timeout(self._settings.drain_s, exception=False):
            self._container.stop()
            return 0
        _log.error("work was not finished in time and is aborted", extra={"drain_s": self._settings.drain_s})
        with eventlet.Timeout(_KILL_S, exception=False):
            self._container.kill()
        return 1


def _wake_on_signals() -> socket.socket:
    """Let a signal wake the event loop, which else sleeps on (PEP 475) and sees only later what a handler has set.

    Returns the socket that signals are written to, to be kept.
    """
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    eventlet.spawn(_read_for_ever, reader)
    return writer


def _read_for_ever(reader: socket.socket) -> None:
    while reader.recv(64):
        continue


def _why_not(probe: Probe) -> str:
    """Empty when the server is there. A look-up of its name is bounded by nothing else."""
    with eventlet.Timeout(_PROBE_S, exception=False):
        return "" if probe() else probe.reason
    return NO_ANSWER


def _configure_nameko(settings: Settings) -> None:
    nameko_config.setup(
        {
            "AMQP_URI": settings.amqp_uri,
            "HEARTBEAT": _HEARTBEAT_S,
            "PREFETCH_COUNT": settings.prefetch,
            "LOOK_EVERY_S": settings.look_every_s,
            "UNSETTLED_LIMIT_S": settings.unsettled_limit_s,
            "CLAIMS_REQUIRED": settings.claims_required,
            "max_workers": settings.max_workers,
            "serializer": "json",
            "ACCEPT": ["json"],
        }
    )


def _force_exit_after(seconds: float) -> None:
    """Exit after this time from a real thread, so that a blocked event loop cannot outlive its deadline."""
    timer = patcher.original("threading").Timer(seconds, os._exit, (1,))
    timer.daemon = True
    timer.start()
