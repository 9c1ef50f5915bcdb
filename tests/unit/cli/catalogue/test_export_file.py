"""An export as a file: batches within limits, and nothing half-written."""

import json
from pathlib import Path

import pytest

from cli.catalogue.export_file import (
    BATCH_BYTES,
    BATCH_ROWS,
    NotAnExportError,
    count_lines,
    send_export,
    write_export,
)
from contracts.catalog import (
    EXPORT_KINDS,
    ExportCatalogue,
    ExportedRow,
    ExportPage,
    ImportExported,
    ImportReport,
)


class Office:
    """Answers as the catalogue would: two pages of every kind; keeps what it is sent."""

    def __init__(self, content: str = "x") -> None:
        self.content = content
        self.batches: list[tuple[ExportedRow, ...]] = []

    def ask(self, request: ExportCatalogue) -> ExportPage:
        row = ExportedRow(kind=request.kind, content={"text": self.content, "page": request.cursor or "1"})
        return ExportPage(items=(row,), next_cursor=None if request.cursor else "2")

    def take(self, request: ImportExported) -> ImportReport:
        self.batches.append(request.rows)
        return ImportReport(loaded=0, updated=1, unchanged=len(request.rows) - 1)


def lines(path: Path, rows: int, content: str = "x") -> Path:
    row = ExportedRow(kind="agencies", content={"text": content})
    path.write_text((row.model_dump_json() + "\n") * rows, encoding="utf-8")
    return path


def test_every_kind_is_written_page_by_page(tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    assert list(write_export(Office("Hồ").ask, file)) == [(kind, 2) for kind in EXPORT_KINDS]
    assert [json.loads(line)["kind"] for line in file.read_text(encoding="utf-8").splitlines()] == [
        kind for kind in EXPORT_KINDS for _ in range(2)
    ]
    assert "Hồ" in file.read_text(encoding="utf-8")


def test_an_export_that_was_cut_off_leaves_the_file_of_before(tmp_path: Path) -> None:
    file = lines(tmp_path / "all.jsonl", 1)
    before = file.read_bytes()
    next(write_export(Office().ask, file))
    assert file.read_bytes() == before


def test_rows_are_sent_in_batches_of_a_number_and_a_size(tmp_path: Path) -> None:
    many, office = lines(tmp_path / "many.jsonl", BATCH_ROWS + 1), Office()
    assert list(send_export(office.take, many)) == [(BATCH_ROWS, 1), (1, 1)]
    large = lines(tmp_path / "large.jsonl", 3, "x" * (BATCH_BYTES // 2))
    assert [sent for sent, _ in send_export(office.take, large)] == [2, 1]
    assert count_lines(many) == BATCH_ROWS + 1


@pytest.mark.parametrize("line", ["{}", "not json", '{"kind": 1, "content": {}}'])
def test_a_line_that_is_no_row_is_named(tmp_path: Path, line: str) -> None:
    file = lines(tmp_path / "all.jsonl", 2)
    with file.open("a", encoding="utf-8") as more:
        more.write(line + "\n")
    with pytest.raises(NotAnExportError, match="line 3"):
        list(send_export(Office().take, file))
