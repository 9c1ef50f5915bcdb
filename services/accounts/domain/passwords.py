"""The strength of a password: what the length, which the contract requires, does not ensure."""

import re
import unicodedata

from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field

_MIN_DISTINCT = 5
_RUNS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
_COMMON = (
    "password", "matkhau", "iloveyou", "anhyeuem", "emyeuanh", "vietnam", "dichvucong", "motcua", "admin", "sinhnhat",
    "chungtoi", "chungta", "thanhpho", "hochiminh", "hanoi", "saigon", "danang", "haiphong", "giadinh", "tinhyeu",
    "congan", "congty", "nguyenvan", "nguyenthi", "nguyen", "tranvan", "tranthi", "levan", "lethi", "phamvan", "phamthi",
    "hoangvan", "hoangthi", "truongsa", "hoangsa", "xinchao", "baohiem", "canbo", "citizen", "welcome", "secret", "letmein",
)  # fmt: skip
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_MIN_UNCOMMON = 6
_MIN_LOGIN_LENGTH = 5  # a login shorter than this is in many an honest password


def normalized(password: str) -> str:
    """NFKC, so that one password typed on two systems with Vietnamese letters is the same (NIST SP 800-63B)."""
    return unicodedata.normalize("NFKC", password)


def require_strong(password: str, login: str, pointer: str = "/password") -> None:
    """Raises `invalid_request` at `pointer` when it can be guessed from the login or at first try."""
    folded = normalized(password).casefold()
    if len(set(folded)) < _MIN_DISTINCT:
        raise _weak_password(pointer)
    if len(login) >= _MIN_LOGIN_LENGTH and login.casefold() in folded:
        raise _weak_password(pointer)
    if _uncommon_length(folded) < _MIN_UNCOMMON:
        raise _weak_password(pointer)


def _uncommon_length(folded: str) -> int:
    """How much is left once common words, years and runs of the keyboard are taken away."""
    for word in _COMMON:
        folded = folded.replace(word, "")
    folded = _YEAR.sub("", folded)
    return len(folded) - sum(_in_run(folded, at) for at in range(len(folded)))


def _in_run(text: str, at: int) -> bool:
    around = (text[start : start + 4] for start in range(max(0, at - 3), at + 1))
    return any(len(part) == 4 and any(part in run or part[::-1] in run for run in _RUNS) for part in around)


def _weak_password(pointer: str) -> ServiceError:
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong_field(pointer, "password_weak"),))
