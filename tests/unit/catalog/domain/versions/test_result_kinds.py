"""Kinds of results that a procedure names."""

from tests.support.catalog.versions import content

from catalog import starter
from catalog.domain.versions.result_kinds import result_kinds
from contracts.catalog import ProcedureComponent, ResultKind


def component(name: str, *codes: str) -> ProcedureComponent:
    return ProcedureComponent(code=name, name=name, required=True, result_codes=codes)


def test_kinds_are_those_that_it_yields_and_those_that_its_components_take() -> None:
    named = content(
        results=(ResultKind(code="KQ.1", name="Giấy mới", months_valid=6),),
        components=(component("Giấy cũ", "KQ.2", "KQ.1"), component("Giấy khác", "KQ.2")),
    )
    kinds = result_kinds(named)
    assert {code: kind.name for code, kind in kinds.items()} == {"KQ.1": "Giấy mới", "KQ.2": "Giấy cũ"}
    assert kinds["KQ.1"].months_valid == 6


def test_a_code_is_there_as_it_is_typed() -> None:
    kinds = result_kinds(content(results=(ResultKind(code="000.00.00.g01 -KQ002288.", name="Giấy"),)))
    assert kinds["000.00.00.G01-KQ002288."].code == "000.00.00.g01 -KQ002288."


def test_every_code_of_the_starter_is_there() -> None:
    for procedure in starter.procedures():
        yielded = {kind.code for kind in procedure.results}
        taken = {code for each in procedure.components for code in each.result_codes}
        assert {kind.code for kind in result_kinds(procedure).values()} == yielded | taken
