"""One attempt to push one dossier."""

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts.dossiers import DossierRecord
from sync.application.pushes.delivery import DeliveryProgress, PortalRefusedError, deliver
from sync.application.pushes.push_queue import PushQueue
from sync.clients import accounts, dossiers, records
from sync.clients.portal import PortalClient, PortalUnavailableError
from sync.domain.pushes import dossier_item, progress_items
from sync.domain.pushes.surroundings import Surroundings


def push(
    queue: PushQueue, portal: PortalClient, client: RpcClient, dossier_id: str, context: Context
) -> None:
    """Sends the dossier as it is now. May block for some minutes. A further attempt is a timer of its own."""
    row = queue.begin(dossier_id, context)
    if row is None:
        return
    record = dossiers.get_record(client, dossier_id, context)
    around = _surroundings(client, record, queue.settings.national_portal_link_days, context)
    version, delivered = record.dossier.version, DeliveryProgress(row.at_portal, row.delivered_version)
    try:
        deliver(portal, record, around, delivered)
    except PortalUnavailableError as error:
        queue.postpone(dossier_id, delivered, str(error), context)
    except PortalRefusedError as error:
        queue.refuse(dossier_id, version, delivered, str(error), context)
    else:
        queue.acknowledge(dossier_id, version, delivered, context)


def _surroundings(client: RpcClient, record: DossierRecord, days: int, context: Context) -> Surroundings:
    """What the item needs of other services. Raises ServiceError, as reading the record does: it is tried again."""
    officers = accounts.officers(client, progress_items.officer_ids(record), context)
    links = records.lend_files(client, dossier_item.file_ids(record), days, context)
    return Surroundings({key: officer.full_name for key, officer in officers.items()}, links)
