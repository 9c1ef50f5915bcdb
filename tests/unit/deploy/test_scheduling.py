"""Which tests of a run share a worker."""

from tests.support.scheduling import scope_of


def test_a_file_is_a_scope() -> None:
    first, second = "tests/unit/a/test_a.py::test_one", "tests/unit/a/test_a.py::test_two"
    assert scope_of(first) == scope_of(second) == "tests/unit/a/test_a.py"


def test_end_to_end_tests_share_one_system() -> None:
    files = [
        f"tests/e2e/{folder}/test_it.py::test" for folder in ("api", "catalog", "dossiers", "records", "sync")
    ]
    assert set(map(scope_of, files)) == {"the whole system"}


def test_who_starts_a_system_of_its_own_shares_none() -> None:
    assert scope_of("tests/e2e/system/test_run.py::test") == "tests/e2e/system/test_run.py"


def test_each_long_run_over_the_api_document_is_by_itself() -> None:
    nodes = [f"tests/e2e/api/test_schema.py::test[{phases}]" for phases in ("examples", "coverage")]
    assert [scope_of(node) for node in nodes] == nodes
