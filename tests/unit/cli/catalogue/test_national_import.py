"""Batches and totals of an import run."""

from cli.catalogue.national_import import BATCH, NationalImport
from contracts.catalog import ImportReport, ImportRow, ImportRows, QuarantinedRow


class Recorder:
    """Takes batches as the catalogue does, and sets the first row of each aside."""

    def __init__(self) -> None:
        self.requests: list[ImportRows] = []

    def __call__(self, request: ImportRows) -> ImportReport:
        self.requests.append(request)
        first = QuarantinedRow(ref=request.rows[0].ref, reasons=("not_json: x", "not_json: y"))
        return ImportReport(loaded=len(request.rows) - 1, updated=0, unchanged=0, quarantined=(first,))


def test_every_row_is_sent_once_and_accounted_for() -> None:
    rows = [ImportRow(ref=f"r:{number}", content={}) for number in range(BATCH["detail"] * 2 + 1)]
    catalogue = Recorder()
    *_, (_, totals) = NationalImport(catalogue).take("detail", rows)
    assert [row for request in catalogue.requests for row in request.rows] == rows
    assert totals.accounted == totals.rows == len(rows)
    assert totals.reasons() == {"not_json": 3}


def test_batches_of_one_run_share_its_id_and_have_their_own_command_ids() -> None:
    catalogue = Recorder()
    rows = [ImportRow(ref=f"r:{number}", content={}) for number in range(BATCH["detail"] + 1)]
    list(NationalImport(catalogue).take("detail", rows))
    assert len({request.run_id for request in catalogue.requests}) == 1
    assert len({request.command_id for request in catalogue.requests}) == 2
