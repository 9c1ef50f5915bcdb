"""`motcua catalogue regime`: list and write the rules of decrees, and what an agency fixes under them."""

import json
from datetime import datetime
from pathlib import Path

import click
from pydantic import ValidationError

from chassis.core.ids import new_id
from cli.catalogue.client import catalogue_client
from contracts.catalog import (
    AgencyTerms,
    AgencyTermsContent,
    Regime,
    RegimeList,
    SaveRegime,
    SeparatedActs,
    SetAgencyTerms,
)
from contracts.dossiers import TryRegime
from contracts.time import VIETNAM

_TERMS = {
    "late-reception": "late_reception_time",
    "supplement-answer-days": "supplement_answer_working_days",
    "one-person-office": "separated_acts",
}
"""Each option that fixes a term, and the field of the terms that it sets."""


@click.group()
def regime() -> None:
    """The rules of decrees, and what an agency fixes under them."""


@regime.command("list")
@click.option("--agency", help="Show what this agency has fixed, too.")
def list_(agency: str | None) -> None:
    """List the regimes, each with its validity and the last minute of a day's reception."""
    with catalogue_client() as remote:
        found = remote.regimes(agency)
    for each in found.regimes:
        click.echo(
            f"{each.regime_id}\tversion {each.version}\t{each.effective_from} to {each.effective_to or '-'}"
            f"\treception until {each.late_after:%H:%M}\t{each.name}"
        )
    for terms in found.agency_terms:
        click.echo(_line(terms))


@regime.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def save(file: Path) -> None:
    """Write the regime in FILE, a JSON object with the fields of the contract: a new one, or in place of its id.

    Dossiers that were received keep the rules they were received under.
    """
    content = _regime_in(file)
    with catalogue_client() as remote:
        stored = {each.regime_id: each.version for each in remote.regimes().regimes}
        request = SaveRegime(
            command_id=new_id(), regime=content, expected_version=stored.get(content.regime_id, 0)
        )
        saved = remote.save_regime(request)
    click.echo(f"{saved.regime_id}: version {saved.version}")


@regime.command("try")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--agency", required=True, help="Code of the agency whose dossiers are counted again.")
@click.option("--from", "from_day", type=click.DateTime(formats=["%Y-%m-%d"]), required=True)
@click.option("--to", "to_day", type=click.DateTime(formats=["%Y-%m-%d"]), required=True)
@click.option("--limit", type=click.IntRange(1, 500), default=200, show_default=True)
def try_(file: Path, agency: str, from_day: datetime, to_day: datetime, limit: int) -> None:
    """Show what would have been due under the regime in FILE, over the dossiers that were received between two days.

    Nothing is written. `save` puts the regime into force on the day of its `effective_from`.
    """
    request = TryRegime(
        regime=_regime_in(file),
        agency_code=agency,
        from_day=from_day.date(),
        to_day=to_day.date(),
        limit=limit,
    )
    with catalogue_client() as remote:
        trial = remote.try_regime(request)
    click.echo(
        f"{trial.tried} dossiers{' (there are more)' if trial.more else ''}\tunchanged {trial.unchanged}"
        f"\tearlier {trial.earlier}\tlater {trial.later}\twithout due date {trial.without_due_date}"
        f"\tlate {trial.late}, would be {trial.would_be_late}"
    )
    for each in trial.moved:
        click.echo(
            f"{each.procedure_code}\treceived {_local(each.received_at)}\tdue {_local(each.due_at)}"
            f"\twould be {_local(each.would_be_due_at)}"
        )


def _local(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%Y-%m-%d %H:%M}"


def _regime_in(file: Path) -> Regime:
    try:
        return Regime.model_validate(json.loads(file.read_text(encoding="utf-8")), extra="forbid")
    except (ValidationError, ValueError) as error:
        raise click.ClickException(f"{file}: {error}") from error


@regime.command("set-terms")
@click.option("--regime", "regime_id", required=True, help="Id of the regime.")
@click.option("--agency", required=True, help="Code of the agency; the agencies below it follow.")
@click.option("--decision", required=True, help="Number of the agency's own decision.")
@click.option(
    "--late-reception",
    type=click.DateTime(formats=["%H:%M"]),
    help="Last minute of a day's reception, such as 14:30.",
)
@click.option(
    "--supplement-answer-days",
    type=click.IntRange(1, 365),
    help="Working days to answer a supplement request.",
)
@click.option(
    "--one-person-office",
    is_flag=True,
    help="One officer may receive, process and sign here: there is nobody else.",
)
@click.option(
    "--clear",
    "cleared",
    type=click.Choice(tuple(_TERMS)),
    multiple=True,
    help="Give this term up: it is as the regime has it again, or the nearest agency above. May be repeated.",
)
def set_terms(
    regime_id: str,
    agency: str,
    decision: str,
    late_reception: datetime | None,
    supplement_answer_days: int | None,
    one_person_office: bool,
    cleared: tuple[str, ...],
) -> None:
    """Fix what the law leaves to an agency: the terms given here, by its decision.

    A term that is not given stays as the agency has fixed it; --clear gives one up.

    Dossiers that were received keep the rules they were received under; one that was filed and is received after
    this takes the new terms. Late reception counts for same-day time limits only.
    """
    given = {
        "late-reception": late_reception and late_reception.time(),
        "supplement-answer-days": supplement_answer_days,
        "one-person-office": () if one_person_office else None,
    }
    changes = _changes({name: value for name, value in given.items() if value is not None}, cleared)
    with catalogue_client() as remote:
        stored = _stored(remote.regimes(agency), regime_id)
        content = {} if stored is None else stored.model_dump(include=set(AgencyTermsContent.model_fields))
        command = {
            "command_id": new_id(),
            "regime_id": regime_id,
            "agency_code": agency,
            "expected_version": 0 if stored is None else stored.version,
            "decision_number": decision,
        }
        request = SetAgencyTerms.model_validate(content | changes | command, extra="forbid")
        fixed = remote.set_agency_terms(request)
    click.echo(_line(fixed))


def _changes(given: dict[str, object], cleared: tuple[str, ...]) -> dict[str, object]:
    """The fields of the terms that change. Raises UsageError for a term that is both given and cleared."""
    if both := given.keys() & set(cleared):
        raise click.UsageError(f"--clear {min(both)} contradicts --{min(both)}")
    return {_TERMS[name]: value for name, value in (given | dict.fromkeys(cleared)).items()}


def _stored(found: RegimeList, regime_id: str) -> AgencyTerms | None:
    return next((terms for terms in found.agency_terms if terms.regime_id == regime_id), None)


def _line(terms: AgencyTerms) -> str:
    reception = f"{terms.late_reception_time:%H:%M}" if terms.late_reception_time else "as the regime"
    days = terms.supplement_answer_working_days or "as the regime"
    separated = terms.separated_acts
    acts = "as the regime" if separated is None else ", ".join(map(_pair, separated)) or "none"
    apart = sum(len(each.procedure_codes) for each in terms.procedure_separations or ())
    acts += f", otherwise in {apart} procedures" if apart else ""
    return (
        f"{terms.agency_code} under {terms.regime_id}\tversion {terms.version}\treception until {reception}"
        f"\tworking days to answer a supplement: {days}\tseparated acts: {acts}\tdecision {terms.decision_number}"
    )


def _pair(acts: SeparatedActs) -> str:
    return f"{acts.done} and {acts.excluded}"
