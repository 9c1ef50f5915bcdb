"""One attempt to push one dossier."""

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from sync.application.pushes.delivery import DeliveryProgress, PortalRefusedError, deliver
from sync.application.pushes.push_queue import PushQueue
from sync.clients import dossiers
from sync.clients.portal import PortalClient, PortalUnavailableError


def push(
    queue: PushQueue, portal: PortalClient, client: RpcClient, dossier_id: str, context: Context
) -> None:
    """Sends the dossier as it is now. May block for some minutes. A further attempt is a timer of its own."""
    row = queue.begin(dossier_id, context)
    if row is None:
        return
    record = dossiers.get_record(client, dossier_id, context)
    version, delivered = record.dossier.version, DeliveryProgress(row.at_portal, row.delivered_version)
    try:
        deliver(portal, record, delivered)
    except PortalUnavailableError as error:
        queue.postpone(dossier_id, delivered, str(error), context)
    except PortalRefusedError as error:
        queue.refuse(dossier_id, version, delivered, str(error), context)
    else:
        queue.acknowledge(dossier_id, version, delivered, context)
