"""Kinds of results of a procedure (kết quả thực hiện): which one a result is of, by the code that its officer gives."""

from contracts.catalog import ResultKind
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.typed_codes import find_code
from dossiers.domain.model.law import Law


def known_code(typed: str | None, law: Law) -> str | None:
    """The code as the procedure has it, however it was typed; None without one. Raises INVALID_REQUEST for any other."""
    if typed is None:
        return None
    code = find_code(typed, [kind.code for kind in law.procedure.results])
    if code is None:
        raise _refused("unknown", "The procedure has no such result.", law.procedure.results)
    return code


def only_code(law: Law) -> str | None:
    """The code of an approval for which none is given: the only kind that there is; None where there is none.

    Raises INVALID_REQUEST where there are several: nobody but the officer knows which paper lies before him.
    """
    kinds = law.procedure.results
    if len(kinds) > 1:
        raise _refused("required", "Name the kind of the result.", kinds)
    return kinds[0].code if kinds else None


def _refused(code: str, detail: str, kinds: tuple[ResultKind, ...]) -> ServiceError:
    """Names the kinds that there are, where there are any."""
    choices = "; ".join(f"{kind.code} ({kind.name})" for kind in kinds)
    wrong = FieldError(
        pointer="/result_code",
        code=code,
        detail=f"{detail} {choices}".rstrip(),
        params={"expected": "result", "choices": choices} if kinds else None,
    )
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
