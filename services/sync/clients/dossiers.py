"""Dossiers, as sync asks it."""

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import dossiers
from contracts.dossiers import DossierRecord, GetRecord


def get_record(client: RpcClient, dossier_id: str, context: Context) -> DossierRecord:
    """The whole dossier as it is now, with its history. Raises ServiceError."""
    return client.call(dossiers.get_record, GetRecord(dossier_id=dossier_id), context)
