"""What the national catalogue says of a procedure beside the law's own parts: files, ways of return, life events."""

from typing import Literal

from contracts.base import Model
from contracts.printable import MendedLine


class SourceFile(Model):
    """A file that the national catalogue keeps: a form to fill in, a table of fees."""

    name: MendedLine
    """Name of the file (tên tệp)."""
    file_id: MendedLine
    """Id of the file in its source."""
    path: MendedLine = ""
    """Where the source keeps it; empty: by its id alone."""


class ReturnOption(Model):
    """Hình thức trả kết quả: how the result of a dossier comes back that was handed in one way."""

    handed_in: Literal["online", "offline"]
    """How the dossier was handed in: online, or at a counter and by post."""
    ways: tuple[Literal["online", "at_counter", "at_home"], ...]
    """Online, where it was handed in, or by post at home."""


class LifeEvent(Model):
    """Nhóm sự kiện: what happens in a life or a business that the procedure belongs to."""

    name: MendedLine
    """Name of the event (sự kiện cuộc đời, sự kiện kinh doanh)."""
    audience: Literal["citizen", "business"]
    """Of whom: a citizen (công dân) or a business (doanh nghiệp)."""
