"""Kinds of results (kết quả thực hiện, KQ.*) that a procedure names: those it yields and those its components take."""

from contracts.catalog import ProcedureContent, ResultKind
from contracts.typed_codes import as_code


def result_kinds(content: ProcedureContent) -> dict[str, ResultKind]:
    """By code as it is typed; one that is only taken has the name of the first component that takes it."""
    taken = {
        as_code(code): ResultKind(code=code, name=component.name)
        for component in reversed(content.components)
        for code in component.result_codes
    }
    return taken | {as_code(kind.code): kind for kind in content.results}
