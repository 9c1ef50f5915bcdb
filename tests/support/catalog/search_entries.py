"""Small catalogues for the tests of searching."""

from collections.abc import Iterable

from hypothesis import strategies as st

from catalog.domain.search.entries import SearchEntry, search_entry
from catalog.domain.search.index import SearchIndex
from contracts.catalog import AdministrativeLevel, NamedCode, OnlineLevel, ProcedureSummary

WORDS = ("cấp", "giấy", "phép", "đăng", "ký", "khai", "sinh", "đất", "Đai", "lại")
FIELDS = (
    NamedCode(code="G15-TP07", name="Hộ tịch"),
    NamedCode(code="id-ho-tich", name="Hộ tịch"),
    NamedCode(code="id-dat-1", name="Đất đai"),
    NamedCode(code="id-dat-2", name="Đất đai"),
)
AGENCIES = (NamedCode(code="G15", name="Bộ Tư pháp"), NamedCode(code="id-so", name="UBND tỉnh mẫu"))
SUBJECTS = ("Công dân Việt Nam", "Doanh nghiệp", "Doanh nghiệp Việt Nam")


def procedure(
    code: str,
    name: str = "Cấp giấy phép",
    *,
    field: NamedCode | None = FIELDS[0],
    promulgator: NamedCode = AGENCIES[0],
    levels: tuple[AdministrativeLevel, ...] = (),
    online_level: OnlineLevel | None = None,
    fileable: bool = True,
    subjects: tuple[str, ...] = (),
) -> SearchEntry:
    summary = ProcedureSummary(
        code=code,
        name=name,
        field=field,
        promulgator=promulgator,
        levels=levels,
        online_level=online_level,
        fileable=fileable,
    )
    return search_entry(summary, subjects)


def index_of(*entries: SearchEntry) -> SearchIndex:
    return filled(entries)


def filled(entries: Iterable[SearchEntry]) -> SearchIndex:
    index = SearchIndex()
    for entry in entries:
        index.put(entry)
    return index


names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
codes = st.integers(0, 30).map(lambda number: f"{1 + number % 2}.{900_000 + number:06d}")
procedures = st.builds(
    procedure,
    codes,
    names,
    field=st.sampled_from((*FIELDS, None)),
    promulgator=st.sampled_from(AGENCIES),
    levels=st.lists(st.sampled_from(AdministrativeLevel), max_size=2, unique=True).map(tuple),
    online_level=st.sampled_from((*OnlineLevel, None)),
    fileable=st.booleans(),
    subjects=st.lists(st.sampled_from(SUBJECTS), max_size=2, unique=True).map(tuple),
)
catalogues = st.lists(procedures, max_size=25, unique_by=lambda entry: entry.summary.code)
