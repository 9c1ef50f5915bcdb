"""The lists of queries that the search is measured with, and the measure: the wanted procedure among the first three."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.samples.invented import list_rows

from catalog import starter
from catalog.domain.search.entries import search_entry
from catalog.domain.search.index import SearchIndex
from catalog.domain.search.thesaurus import Thesaurus
from contracts.catalog import NamedCode, ProcedureSummary

LISTS = Path(__file__).parents[2] / "samples" / "search"
NAMES = ("everyday", "life_events")
FIRST = 3
DISTRACTORS = 1_500


@dataclass(frozen=True)
class Wanted:
    """A query, and the codes of the procedures that answer it."""

    query: str
    codes: frozenset[str]


def quality_list(name: str) -> list[Wanted]:
    """The queries of one list."""
    return [Wanted(row[0], frozenset(row[1].split(","))) for row in _rows(f"{name}.tsv")]


def missed(queries: Sequence[Wanted], ask: Callable[[str], Sequence[str]]) -> list[str]:
    """The queries that do not have a wanted procedure among the first three codes of the answer."""
    return [each.query for each in queries if each.codes.isdisjoint(ask(each.query)[:FIRST])]


def realistic_index() -> SearchIndex:
    """The wanted procedures among invented ones, with the starter's thesaurus."""
    index = SearchIndex()
    for row in list_rows(DISTRACTORS):
        field, promulgator = row["categories"][0], row["departmentPromulgate"]
        index.put(search_entry(_summary(row["code"], promulgator, field, row["name"]), ()))
    for code, promulgator, field, name in _rows("procedures.tsv"):
        index.put(search_entry(_summary(code, promulgator, field, name), ()))
    index.use(Thesaurus(starter.search_thesaurus()))
    return index


def _summary(code: str, promulgator: str, field: str, name: str) -> ProcedureSummary:
    return ProcedureSummary(
        code=code,
        name=name,
        field=NamedCode(code=field, name=field),
        promulgator=NamedCode(code=promulgator, name=promulgator),
        fileable=False,
    )


def _rows(name: str) -> list[list[str]]:
    lines = LISTS.joinpath(name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
