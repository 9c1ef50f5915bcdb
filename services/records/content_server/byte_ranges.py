"""Which bytes of a file are asked for: Range and If-Range (RFC 9110 14.2, 13.1.5)."""

import re
from dataclasses import dataclass

from contracts.errors import ErrorCode, ServiceError

_SINGLE = re.compile(r"[ \t]*bytes[ \t]*=[ \t]*([0-9]*)-([0-9]*)[ \t]*", re.IGNORECASE)


@dataclass(frozen=True)
class ByteRange:
    """Bytes from `start` up to, without, `stop` of a file of `size` bytes."""

    start: int
    stop: int
    size: int

    @property
    def length(self) -> int:
        return self.stop - self.start

    @property
    def content_range(self) -> str:
        return f"bytes {self.start}-{self.stop - 1}/{self.size}"


def requested_range(range_header: str, if_range: str, size: int, etag: str) -> ByteRange | None:
    """The part that is asked for; None for the whole file, which is also the answer to several ranges at once, to other
    units and to what is no range, as the RFC allows.

    `if_range` that is not the strong tag of these very bytes: the whole file, because the caller has a part of another.
    Raises ServiceError(RANGE_NOT_SATISFIABLE) for a part that the file does not have.
    """
    found = _SINGLE.fullmatch(range_header)
    if found is None or not any(found.groups()) or (if_range and if_range.strip() != etag):
        return None
    first, last = found.groups()
    if first and last and int(last) < int(first):
        return None
    start = int(first) if first else max(0, size - int(last))
    stop = min(int(last) + 1, size) if first and last else size
    if start >= stop:
        raise ServiceError(ErrorCode.RANGE_NOT_SATISFIABLE, size=size)
    return ByteRange(start, stop, size)
