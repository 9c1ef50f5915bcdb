"""The check over real files, run over the samples."""

import pytest
from tests.integration.catalog.conftest import RunningCatalogue
from tests.support.catalog.use_cases import SAMPLES

from cli.catalogue.national_files import find_sources
from cli.catalogue.national_import import ImportTotals
from devstack.import_check import check, discrepancies


def test_the_samples_pass_and_their_counts_are_printed(
    running_catalogue: RunningCatalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(running_catalogue.remote, find_sources(SAMPLES)) == []
    assert "list: 19 rows: 0 loaded, 0 updated, 11 unchanged, 8 quarantined" in capsys.readouterr().out


def test_rows_that_nobody_accounts_for_are_a_fault() -> None:
    lost = {"list": ImportTotals(rows=3, loaded=2)}
    assert discrepancies(first=lost, second={}, held=0) == ["list: 3 rows, but 2 loaded or quarantined"]


def test_news_in_the_second_run_is_a_fault() -> None:
    again = {"list": ImportTotals(rows=1, updated=1)}
    assert discrepancies(first={}, second=again, held=0) == ["list: the second run loaded 0 and updated 1"]


def test_a_quarantine_that_holds_other_rows_is_a_fault() -> None:
    assert discrepancies(first={}, second={}, held=1) == ["0 rows were reported as quarantined, 1 are held"]
