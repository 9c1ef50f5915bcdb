"""Records, as sync asks it: addresses at which the national portal fetches files."""

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import records
from contracts.records import LendFiles

AT_ONCE = 200


def lend_files(client: RpcClient, file_ids: tuple[str, ...], days: int, context: Context) -> dict[str, str]:
    """Addresses by file; without those whose bytes are not there. Raises ServiceError."""
    found: dict[str, str] = {}
    for start in range(0, len(file_ids), AT_ONCE):
        request = LendFiles(file_ids=file_ids[start : start + AT_ONCE], days=days)
        lent = client.call_as_self(records.lend_files, request, context)
        found |= {file.file_id: file.url for file in lent.files}
    return found
