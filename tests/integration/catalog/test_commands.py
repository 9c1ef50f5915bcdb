"""The operator's catalogue commands against a running service."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.integration.catalog.conftest import RunningCatalogue
from tests.support.catalog.use_cases import SAMPLES

from catalog import starter
from cli.catalogue.commands import catalogue as commands
from contracts.catalog import EXPORT_KINDS


@pytest.fixture(scope="module")
def amqp_uri(running_catalogue: RunningCatalogue) -> str:
    return running_catalogue.amqp_uri


def run(amqp_uri: str, *arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments, env={"MOTCUA_AMQP_URI": amqp_uri})


def test_seed_import_quarantine_and_count(amqp_uri: str) -> None:
    assert run(amqp_uri, "seed").output == "starter: 11 loaded, 0 updated, 0 unchanged\n"
    imported = run(amqp_uri, "import", str(SAMPLES))
    assert imported.exit_code == 0, imported.output
    assert "list: 19 rows: 10 loaded, 0 updated, 1 unchanged, 8 quarantined" in imported.output
    assert "details: 9 rows: 0 loaded, 5 updated, 1 unchanged, 3 quarantined" in imported.output
    assert "question cases_alike: 1 open in 1 procedures, 0 answered, 0 withdrawn" in imported.output
    assert "not fileable until answered: 1 procedures" in imported.output
    listed = run(amqp_uri, "quarantine").output.splitlines()
    assert len(listed) == 11
    assert run(amqp_uri, "count").output == "procedures: 21\nfileable: 15\nquarantined: 11\n"
    (question,) = run(amqp_uri, "questions", "--list", "--kind", "cases_alike").output.splitlines()
    assert question.split("\t")[1:] == [
        "1.900010",
        "cases_alike",
        "cases",
        "A mẫu: 3 DAY | B mẫu: 4 DAY",
    ]


def test_a_folder_without_a_catalogue_fails(amqp_uri: str, tmp_path: Path) -> None:
    failed = run(amqp_uri, "import", str(tmp_path))
    assert failed.exit_code != 0
    assert "no catalog.jsonl" in failed.output


def test_a_broker_that_is_away_fails_with_one_line() -> None:
    failed = run("amqp://nobody:nobodys-password@127.0.0.1:1/", "count")
    assert failed.exit_code == 1
    assert failed.output.startswith("Error: The broker is not reachable")


def test_everything_is_exported_and_written_back(amqp_uri: str, tmp_path: Path) -> None:
    run(amqp_uri, "seed")
    file, again = tmp_path / "all.jsonl", tmp_path / "again.jsonl"
    exported = run(amqp_uri, "export", str(file))
    assert exported.exit_code == 0, exported.output
    counts = dict(line.split(": ") for line in exported.output.splitlines())
    assert tuple(counts) == EXPORT_KINDS
    assert int(counts["versions"]) >= 11
    rows = sum(map(int, counts.values()))
    back = run(amqp_uri, "import-exported", str(file))
    assert back.output.splitlines()[-1] == f"{rows} rows: 0 new or changed, {rows} unchanged"
    run(amqp_uri, "export", str(again))
    assert again.read_bytes() == file.read_bytes()


def test_a_file_that_is_no_export_is_named_with_its_line(amqp_uri: str, tmp_path: Path) -> None:
    file = tmp_path / "wrong.jsonl"
    file.write_text("{}\n", encoding="utf-8")
    failed = run(amqp_uri, "import-exported", str(file))
    assert failed.exit_code == 1
    assert "line 1 is no row of an export" in failed.output


def test_an_agency_s_late_time_is_fixed_in_minutes_and_a_regime_is_written(
    amqp_uri: str, tmp_path: Path
) -> None:
    run(amqp_uri, "seed")
    options = ("--regime", "nd-118-2025", "--agency", "H26.31.05", "--decision", "12/QĐ-UBND")
    for version in (1, 2):
        fixed = run(amqp_uri, "regime", "set-terms", *options, "--late-reception", "14:30")
        assert fixed.exit_code == 0, fixed.output
        assert fixed.output.startswith(
            f"H26.31.05 under nd-118-2025\tversion {version}\treception until 14:30"
        )
    listed = run(amqp_uri, "regime", "list", "--agency", "H26.31.05").output.splitlines()
    assert "nd-118-2025\tversion 1\t2025-07-01 to 2026-08-04\treception until 15:00" in listed[1]
    assert listed[-1] == fixed.output.rstrip("\n")
    file = tmp_path / "regime.json"
    file.write_text(starter.regimes()[-1].model_dump_json(), encoding="utf-8")
    assert run(amqp_uri, "regime", "save", str(file)).output == "nd-118-2025-309-2026: version 2\n"


def test_terms_that_are_not_given_stay_until_they_are_cleared(amqp_uri: str) -> None:
    run(amqp_uri, "seed")
    first, second, third, contradiction, alone = (
        run(amqp_uri, "regime", "set-terms", "--regime", "nd-118-2025", "--agency", "H26.31.06", *options)
        for options in (
            ("--decision", "1/QĐ", "--late-reception", "14:30"),
            ("--decision", "2/QĐ", "--supplement-answer-days", "10"),
            ("--decision", "3/QĐ", "--clear", "late-reception"),
            ("--decision", "4/QĐ", "--clear", "late-reception", "--late-reception", "14:00"),
            ("--decision", "5/QĐ", "--one-person-office"),
        )
    )
    terms = "reception until {}\tworking days to answer a supplement: {}\tseparated acts: as the regime\tdecision {}"
    assert terms.format("14:30", "as the regime", "1/QĐ") in first.output
    assert terms.format("14:30", 10, "2/QĐ") in second.output
    assert terms.format("as the regime", 10, "3/QĐ") in third.output
    assert "separated acts: none\tdecision 5/QĐ" in alone.output
    assert contradiction.exit_code == 2
    assert "--clear late-reception contradicts --late-reception" in contradiction.output


def test_a_time_that_is_none_is_refused(amqp_uri: str) -> None:
    options = ("--regime", "nd-118-2025", "--agency", "H26", "--decision", "1/QĐ")
    failed = run(amqp_uri, "regime", "set-terms", *options, "--late-reception", "25:00")
    assert failed.exit_code == 2
    assert "'25:00' does not match the format '%H:%M'" in failed.output
