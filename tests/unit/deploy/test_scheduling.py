"""Which tests of a run share a worker."""

from tests.support.scheduling import scope_of


def test_a_file_is_a_scope() -> None:
    first, second = "tests/unit/a/test_a.py::test_one", "tests/unit/a/test_a.py::test_two"
    assert scope_of(first, 2) == scope_of(second, 2) == "tests/unit/a/test_a.py"


def test_end_to_end_tests_share_as_many_systems_as_there_are() -> None:
    files = [
        f"tests/e2e/{folder}/test_it.py::test" for folder in ("api", "catalog", "dossiers", "records", "sync")
    ]
    assert {scope_of(file, 1) for file in files} == {"system 0"}
    assert {scope_of(file, 2) for file in files} == {"system 0", "system 1"}


def test_who_starts_a_system_of_its_own_shares_none() -> None:
    assert scope_of("tests/e2e/system/test_run.py::test", 2) == "tests/e2e/system/test_run.py"


def test_each_run_over_the_api_document_is_by_itself() -> None:
    nodes = [f"tests/e2e/api/test_schema.py::test[{phases}]" for phases in ("fuzzing", "stateful")]
    assert [scope_of(node, 2) for node in nodes] == nodes
