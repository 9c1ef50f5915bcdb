"""`motcua payments reconcile` and `settlement`: providers' daily files, and what agencies collected."""

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import click

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.clock import utcnow
from chassis.core.settings import load_settings
from cli.errors import click_errors
from cli.settings import OperatorSettings
from cli.statement_files import BrokenLine, OtherLine, UnreadableFile, read_statement
from contracts import payments as contract
from contracts.reconciliation import (
    MOST_LINES,
    FindMissingTheirs,
    GetSettlement,
    ReconcileLines,
    SettlementRow,
    StatementLine,
    StatementOutcome,
)
from contracts.time import add_months, local_day

ANSWER_S = 60.0
COLUMNS = ("agency_code", "treasury_code", "legal_kind", "fee_code", "collected", "returned", "net")


@click.command()
@click.argument("provider")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="What the file is about. Default: yesterday.")
def reconcile(provider: str, file: Path, day: object) -> None:
    """Compare a provider's daily file (CSV) with the orders here.

    Columns by their names, in any order: transaction_no, txn_ref, amount (VND), status (paid, failed, pending, refunded),
    and where there are: fee, bank, dossier_code. A broken line is named with its number and the rest goes on. May be
    broken off and repeated: a payment counts once by its transaction_no. What differs becomes a case, money that was not
    recorded here is confirmed. Exits with 1 if a line is broken or a case was opened.
    """
    about = _day(day)
    settings = load_settings(OperatorSettings)
    with click_errors(settings.amqp_uri), BlockingRpcClient(settings.amqp_uri) as client:
        counts: Counter[str] = Counter()
        size = file.stat().st_size
        with file.open("rb") as opened, click.progressbar(length=size, file=sys.stderr) as progress:
            try:
                for part in _parts(read_statement(opened), counts):
                    request = ReconcileLines(provider=provider, day=about, lines=part)
                    answer = client.call(contract.reconcile_lines, request, timeout_s=ANSWER_S)
                    for each in answer.lines:
                        counts["repeated" if each.repeated else each.outcome] += 1
                        counts["confirmed"] += each.confirmed and not each.repeated
                        if each.case_id and not each.repeated:
                            words = "confirmed late" if each.confirmed else f"case {each.case_id}"
                            click.echo(f"line {each.row}: {each.outcome}: {words}")
                    progress.update(opened.tell() - progress.pos)
            except UnreadableFile as error:
                raise click.ClickException(str(error)) from error
        cursor: str | None = ""
        while cursor is not None:
            rest = FindMissingTheirs(provider=provider, day=about, cursor=cursor)
            found = client.call(contract.find_missing_theirs, rest, timeout_s=ANSWER_S)
            for case_id in found.case_ids:
                click.echo(f"{StatementOutcome.MISSING_THEIRS}: case {case_id}")
            counts[StatementOutcome.MISSING_THEIRS] += len(found.case_ids)
            cursor = found.next_cursor
    named = (*StatementOutcome, "confirmed", "repeated", "other", "broken")
    click.echo(", ".join(f"{counts[name]} {name}" for name in named))
    open_cases = sum(counts[each] for each in StatementOutcome if each is not StatementOutcome.MATCHED)
    if counts["broken"] or open_cases > counts["confirmed"]:
        raise SystemExit(1)


@click.command()
@click.argument("period")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Default: standard output.")
def settlement(period: str, output: Path | None) -> None:
    """Write the settlement sheet of a day (yyyy-mm-dd) or month (yyyy-mm) as CSV, from the ledger.

    By agency, Treasury office, legal kind and fee: what was collected, what was taken back to be returned, and the net.
    """
    days = _days(period)
    settings = load_settings(OperatorSettings)
    with click_errors(settings.amqp_uri), BlockingRpcClient(settings.amqp_uri) as client:
        found = (
            row
            for day in days
            for row in client.call(contract.get_settlement, GetSettlement(day=day), timeout_s=ANSWER_S).rows
        )
        rows = sheet(found)
    if output is None:
        csv.writer(sys.stdout, lineterminator="\n").writerows([COLUMNS, *rows])
        return
    with output.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows([COLUMNS, *rows])


def sheet(rows: Iterable[SettlementRow]) -> list[tuple[str | int, ...]]:
    """Those of several days added up, in the order of their names."""
    collected: Counter[tuple[str, str, str, str]] = Counter()
    returned: Counter[tuple[str, str, str, str]] = Counter()
    for row in rows:
        key = (row.agency_code, row.treasury_code, row.legal_kind, row.fee_code)
        collected[key] += row.collected
        returned[key] += row.returned
    return [
        (*key, collected[key], returned[key], collected[key] - returned[key]) for key in sorted(collected)
    ]


def _parts(lines: Iterable[object], counts: Counter[str]) -> Iterator[tuple[StatementLine, ...]]:
    """As many lines as go in one request; others are counted and named."""
    part: list[StatementLine] = []
    for line in lines:
        match line:
            case StatementLine():
                part.append(line)
            case BrokenLine():
                counts["broken"] += 1
                click.echo(f"line {line.row}: broken: {line.reason}")
            case OtherLine():
                counts["other"] += 1
        if len(part) == MOST_LINES:
            yield tuple(part)
            part = []
    if part:
        yield tuple(part)


def _day(given: object) -> date:
    if given is None:
        return local_day(utcnow()) - timedelta(days=1)
    return date.fromisoformat(str(given)[:10])


def _days(period: str) -> list[date]:
    """Those of the month, or the one."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", period):
        raise click.BadParameter("a day (yyyy-mm-dd) or a month (yyyy-mm)", param_hint="PERIOD")
    try:
        first = date.fromisoformat(period if len(period) > len("yyyy-mm") else f"{period}-01")
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="PERIOD") from error
    if len(period) > len("yyyy-mm"):
        return [first]
    return [first + timedelta(days=number) for number in range((add_months(first, 1) - first).days)]
