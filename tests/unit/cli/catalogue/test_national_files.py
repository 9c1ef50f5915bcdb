"""Finding and reading the national catalogue's files."""

from pathlib import Path

import pytest

from cli.catalogue.national_files import NothingToImportError, detail_rows, find_sources, list_rows

SAMPLES = Path(__file__).parents[3] / "samples" / "catalogue"


def test_a_folder_holds_a_list_and_details() -> None:
    found = find_sources(SAMPLES)
    assert [path.name for path in found.lists] == ["catalog.jsonl"]
    assert len(found.details) == 9


def test_a_list_alone_can_be_joined_with_a_folder_of_details() -> None:
    found = find_sources(SAMPLES / "catalog.jsonl", SAMPLES / "details")
    assert (len(found.lists), len(found.details)) == (1, 9)


def test_one_detail_is_a_detail() -> None:
    only = SAMPLES / "details" / "1.900001.json"
    assert find_sources(only).details == (only,)


def test_a_folder_without_either_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NothingToImportError):
        find_sources(tmp_path)


def test_rows_are_known_by_their_line_and_blank_lines_are_none() -> None:
    refs = [row.ref for row in list_rows([SAMPLES / "catalog.jsonl"])]
    assert refs[:2] == ["catalog.jsonl:1", "catalog.jsonl:2"]
    assert "catalog.jsonl:10" not in refs


@pytest.mark.parametrize("raw", [b'{"cut": ', b'{"bad": "\xff"}', b'{"lone": "\\ud800"}', b'{"n": NaN}'])
def test_what_is_no_json_is_sent_as_the_text_it_is(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "odd.json"
    path.write_bytes(raw)
    (row,) = detail_rows([path])
    assert isinstance(row.content, str)
    row.content.encode()
