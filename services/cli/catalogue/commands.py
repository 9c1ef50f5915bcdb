"""`motcua catalogue`: seed the starter, import the national catalogue and the units, export, quarantine, counts."""

from collections.abc import Iterable
from pathlib import Path

import click

from cli.catalogue.client import catalogue_client
from cli.catalogue.export_file import NotAnExportError, count_lines, send_export, write_export
from cli.catalogue.national_files import NothingToImportError, RowKind, detail_rows, find_sources, list_rows
from cli.catalogue.national_import import ImportTotals, NationalImport
from cli.catalogue.regimes import regime
from cli.catalogue.unit_import import send_map
from cli.catalogue.unit_map import NoMapError, UnitMap, find_map, read_map
from contracts.catalog import ImportRow, ListQuestions, QuestionCounts, QuestionKind, QuestionState


@click.group()
def catalogue() -> None:
    """The catalogue of procedures."""


catalogue.add_command(regime)


@catalogue.command()
def seed() -> None:
    """Write the starter: procedures, regimes, calendars, agencies, units, rules. May be repeated.

    Regimes, agencies, units, calendars and rules that somebody has edited since stay as they are.
    """
    with catalogue_client() as remote:
        report = remote.seed()
    click.echo(f"starter: {report.loaded} loaded, {report.updated} updated, {report.unchanged} unchanged")


@catalogue.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--details", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of details."
)
def import_(path: Path, details: Path | None) -> None:
    """Import the national catalogue from PATH: a .jsonl list, a .json detail, or a folder with both.

    May be repeated: unchanged rows stay as they are. Malformed rows are quarantined, each with its reasons.
    """
    try:
        sources = find_sources(path, details)
    except NothingToImportError as error:
        raise click.ClickException(f"{path}: no catalog.jsonl and no details/*.json here") from error
    rows = list_rows(sources.lists)
    with catalogue_client() as remote:
        run = NationalImport(remote.import_rows)
        totals = [
            ("list", _take(run, "list", rows, len(rows))),
            ("details", _take(run, "detail", detail_rows(sources.details), len(sources.details))),
        ]
        counts = remote.question_counts()
    for name, total in totals:
        print_totals(name, total)
    print_questions(counts)
    if any(total.quarantined for _, total in totals):
        click.echo("See what was set aside, and why: motcua catalogue quarantine")


@catalogue.command()
def units() -> None:
    """Import the map of administrative units, of 63 provinces and of 34, from the package vietnamadminunits.

    May be repeated. What is odd in the map is counted; units that cannot be stored are named.
    """
    try:
        found = read_map(find_map())
    except NoMapError as error:
        raise click.ClickException(str(error)) from error
    totals = ImportTotals()
    label = "importing units"
    with (
        catalogue_client() as remote,
        click.progressbar(length=len(found.units), label=label, show_pos=True) as bar,
    ):
        for sent, totals in send_map(found, remote.import_units):  # noqa: B007  the last totals are the answer
            bar.update(sent)
    print_units(found, totals)


def print_units(found: UnitMap, totals: ImportTotals) -> None:
    """What the map holds, what is odd in it, what became of it."""
    for name, group in found.groups:
        click.echo(f"{len(group):>6}  {name}")
    for oddity, times in (+found.anomalies).most_common():
        click.echo(f"{times:>6}  odd in the map: {oddity}")
    print_totals("units", totals)
    for row in totals.quarantined:
        click.echo(f"{row.ref}\t{row.code or '-'}\t{' | '.join(row.reasons)}")


@catalogue.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(file: Path) -> None:
    """Write everything to FILE, a JSON object a line: procedures with all versions, agencies, calendars, fees."""
    with catalogue_client() as remote:
        for kind, count in write_export(remote.export, file):
            click.echo(f"{kind}: {count}")


@catalogue.command("import-exported")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_exported(file: Path) -> None:
    """Write an export back as it is. May be repeated: what is there already stays as it is."""
    rows = changed = 0
    try:
        with (
            catalogue_client() as remote,
            click.progressbar(length=count_lines(file), label="importing") as bar,
        ):
            for sent, new in send_export(remote.import_exported, file):
                bar.update(sent)
                rows, changed = rows + sent, changed + new
    except NotAnExportError as error:
        raise click.ClickException(f"{file}: {error}") from error
    click.echo(f"{rows} rows: {changed} new or changed, {rows - changed} unchanged")


@catalogue.command()
def quarantine() -> None:
    """List the rows that were set aside, with their reasons."""
    with catalogue_client() as remote:
        for row in remote.quarantine():
            click.echo(f"{row.ref}\t{row.code or '-'}\t{' | '.join(row.reasons)}")


@catalogue.command()
@click.option("--kind", type=click.Choice([kind.value for kind in QuestionKind]), help="Only this kind.")
@click.option("--procedure", "procedure_code", help="Only this procedure.")
@click.option("--list", "listed", is_flag=True, help="Each open question with the source's words.")
def questions(kind: str | None, procedure_code: str | None, listed: bool) -> None:
    """Count what the national catalogue leaves open, by kind; with --list each open question.

    Officers of the catalogue answer at /v1/catalogue-questions.
    """
    with catalogue_client() as remote:
        if not listed:
            print_questions(remote.question_counts())
            return
        request = ListQuestions(
            state=QuestionState.OPEN,
            kind=kind and QuestionKind(kind),
            procedure_code=procedure_code,
            limit=100,
        )
        for each in remote.questions(request):
            words = " | ".join(" ".join(part.text.split())[:200] for part in each.words)
            click.echo(f"{each.question_id}\t{each.procedure_code}\t{each.kind.value}\t{each.place}\t{words}")


def print_questions(counts: QuestionCounts) -> None:
    """A line for each kind, and how many procedures cannot be filed until an answer is there."""
    for each in counts.kinds:
        click.echo(
            f"question {each.kind.value}: {each.open} open in {each.procedures} procedures, "
            f"{each.answered} answered, {each.withdrawn} withdrawn"
        )
    if counts.blocked_procedures:
        click.echo(f"not fileable until answered: {counts.blocked_procedures} procedures")


@catalogue.command()
def count() -> None:
    """Count procedures, those that can be filed, and rows set aside."""
    with catalogue_client() as remote:
        counts = remote.count()
    click.echo(
        f"procedures: {counts.procedures}\nfileable: {counts.fileable}\nquarantined: {counts.quarantined}"
    )


def _take(run: NationalImport, kind: RowKind, rows: Iterable[ImportRow], length: int) -> ImportTotals:
    totals = ImportTotals()
    with click.progressbar(length=length, label=f"importing {kind}s", show_pos=True) as bar:
        for sent, totals in run.take(kind, rows):  # noqa: B007  the last totals are the answer
            bar.update(sent)
    return totals


def print_totals(name: str, totals: ImportTotals) -> None:
    """One line of counts, then one for each reason."""
    if not totals.rows:
        return
    click.echo(
        f"{name}: {totals.rows} rows: {totals.loaded} loaded, {totals.updated} updated, "
        f"{totals.unchanged} unchanged, {len(totals.quarantined)} quarantined"
    )
    for reason, rows in totals.reasons().most_common():
        click.echo(f"  {rows:>5}  {reason}")
