"""nameko's container with a shorter way through a worker."""

import sys
from typing import Any

from nameko.containers import ServiceContainer


class WorkerContainer(ServiceContainer):
    """Runs a worker without nameko's six timing contexts and its log line of the exception's text.

    Every hook of a dependency provider is called as in nameko; an exception of the service method goes to the
    entrypoint, which logs it once, with the trace id. The text of an exception may hold what a person typed.
    """

    def _run_worker(self, worker_ctx: Any, handle_result: Any) -> None:
        self._inject_dependencies(worker_ctx)
        self._worker_setup(worker_ctx)
        result = exc_info = None
        try:
            method = getattr(worker_ctx.service, worker_ctx.entrypoint.method_name)
            result = method(*worker_ctx.args, **worker_ctx.kwargs)
        except Exception:  # noqa: BLE001  the entrypoint decides what an error means
            exc_info = sys.exc_info()
        if handle_result is not None:
            result, exc_info = handle_result(worker_ctx, result, exc_info)
        self._worker_result(worker_ctx, result, exc_info)
        del exc_info
        self._worker_teardown(worker_ctx)
