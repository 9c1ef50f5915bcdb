"""`motcua payments`: the ledger is compared with bills and orders, and rebuilt; files of providers are reconciled."""

import click

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.settings import load_settings
from cli.errors import click_errors
from cli.reconciliation import reconcile, settlement
from cli.settings import OperatorSettings
from contracts import payments as contract
from contracts.payment_ledger import LedgerDifference, RebuildLedger

ANSWER_S = 60.0


@click.group()
def payments() -> None:
    """Payments: the ledger, compared and rebuilt; providers' files, and settlements."""


payments.add_command(reconcile)
payments.add_command(settlement)


@payments.command()
@click.option("--check", is_flag=True, help="Only compare. Exits with 1 if anything differs.")
def rebuild(check: bool) -> None:
    """Compare the ledger with every bill and its orders, and make the entries that are missing.

    Run it after a release has rolled, and when the two are said to differ. It may be broken off and repeated; entries are
    never changed. Exits with 1 if something differs that it cannot mend.
    """
    settings = load_settings(OperatorSettings)
    bills = entries = total = left = 0
    cursor: str | None = ""
    with click_errors(settings.amqp_uri), BlockingRpcClient(settings.amqp_uri) as client:
        while cursor is not None:
            request = RebuildLedger(cursor=cursor, repair=not check)
            part = client.call(contract.rebuild_ledger, request, timeout_s=ANSWER_S)
            bills, entries, total = bills + part.checked, entries + part.entries, total + part.sum
            left += sum(not each.repaired for each in part.differences)
            for each in part.differences:
                click.echo(_words(each))
            cursor = part.next_cursor
    click.echo(f"{bills} bills, {entries} entries, sum {total}")
    if left or total:
        raise SystemExit(1)


def _words(found: LedgerDifference) -> str:
    what = found.entry_id or f"the bill says {found.stored}, the ledger {found.folded} to be returned"
    return f"{found.bill_id}: {found.fault}: {what}{' (repaired)' if found.repaired else ''}"
