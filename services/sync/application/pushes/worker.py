"""One try to tell the portal of one dossier."""

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import dossiers
from contracts.dossiers import GetRecord
from sync.application.pushes.delivery import DeliveryProgress, PortalRefusedError, deliver
from sync.application.pushes.push_queue import PushQueue
from sync.clients.portal import PortalClient, PortalUnavailableError


def push(queue: PushQueue, line: PortalClient, client: RpcClient, dossier_id: str, context: Context) -> None:
    """May block for some minutes. Raises Again for a further try. What is told is the dossier as it is now."""
    row = queue.begin(dossier_id, context)
    if row is None:
        return
    record = client.call(dossiers.get_record, GetRecord(dossier_id=dossier_id), context)
    version, journey = record.dossier.version, DeliveryProgress(row.known, row.told_version)
    try:
        deliver(line, record, journey)
    except PortalUnavailableError as error:
        queue.postpone(dossier_id, journey, str(error), context)
    except PortalRefusedError as error:
        queue.refuse(dossier_id, version, journey, str(error), context)
    else:
        queue.acknowledge(dossier_id, version, journey, context)
