"""Who pays, as accounts knows: the name that a receipt bears."""

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import accounts
from contracts.accounts import GetContact
from payments.domain.receipts.content import Payer


def find_payer(client: RpcClient, account_id: str, context: Context) -> Payer:
    """Without a name where the account does not exist any more. Blocks, and raises ServiceError while accounts is away."""
    contact = client.find_as_self(accounts.get_contact, GetContact(account_id=account_id), context)
    return Payer("", None) if contact is None else Payer(contact.full_name, contact.tax_code)
