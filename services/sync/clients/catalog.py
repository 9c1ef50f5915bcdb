"""The catalogue, as sync asks it: the codes of all procedures, remembered for some minutes."""

import logging
import time
from collections.abc import Callable

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import catalog
from contracts.errors import ServiceError

log = logging.getLogger(__name__)

REFRESH_S = 900.0
AFTER_FAILURE_S = 60.0
TIMEOUT_S = 3.0
MAX_PAGES = 100


class ProcedureCodeCache:
    """The set of procedure codes (mã TTHC), renewed by the request that finds it old; others use what there is.

    `current` is None until the catalogue has answered once: then no procedure is called unknown.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._codes: frozenset[str] | None = None
        self._due_at = 0.0

    def current(self, client: RpcClient, context: Context) -> frozenset[str] | None:
        """Blocks for up to TIMEOUT_S a page when it is this request's turn; never raises."""
        if self._clock() >= self._due_at:
            self._due_at = self._clock() + AFTER_FAILURE_S  # others do not ask meanwhile
            self._refresh(client, context)
        return self._codes

    def _refresh(self, client: RpcClient, context: Context) -> None:
        try:
            codes = frozenset(_fetch_codes(client, context))
        except ServiceError as error:
            log.warning("the catalogue's codes cannot be read", extra={"code": str(error.code)})
            return
        self._codes = codes or None
        self._due_at = self._clock() + REFRESH_S


def _fetch_codes(client: RpcClient, context: Context) -> set[str]:
    codes: set[str] = set()
    for page in range(1, MAX_PAGES + 1):
        request = catalog.QueryLegacyApi(service="LayDanhSachTTHC", page=page)
        answer = client.call_as_self(catalog.ask_old_contract, request, context, timeout_s=TIMEOUT_S)
        codes.update(str(row["MATTHC"]) for row in answer.result if "MATTHC" in row)
        if not answer.result or len(codes) >= answer.total:
            break
    return codes
