"""One try to tell the portal of one dossier."""

from chassis.client import RpcClient
from chassis.context import Context
from contracts import dossiers
from contracts.dossiers import GetRecord
from sync.pushing.carrying import Journey, PortalRefusedError, carry
from sync.pushing.line import PortalAwayError, PortalLine
from sync.pushing.queue import PushQueue


def push(queue: PushQueue, line: PortalLine, client: RpcClient, dossier_id: str, context: Context) -> None:
    """May block for some minutes. Raises Again for a further try. What is told is the dossier as it is now."""
    row = queue.begin(dossier_id, context)
    if row is None:
        return
    record = client.call(dossiers.get_record, GetRecord(dossier_id=dossier_id), context)
    version, journey = record.dossier.version, Journey(row.known, row.told_version)
    try:
        carry(line, record, journey)
    except PortalAwayError as error:
        queue.put_off(dossier_id, journey, str(error), context)
    except PortalRefusedError as error:
        queue.refuse(dossier_id, version, journey, str(error), context)
    else:
        queue.acknowledge(dossier_id, version, journey, context)
