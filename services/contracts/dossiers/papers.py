"""Papers handed in."""

from typing import Annotated

from pydantic import Field, model_validator

from contracts.base import Identifier, Model
from contracts.printable import ShortText
from contracts.records.files import Sha256


class PaperRef(Model):
    """A paper handed in for a component: a file uploaded before, or a paper reused from the store (kho dữ liệu điện
    tử). At the desk neither may be given: then it lies there on paper, `quantity` times."""

    component_code: ShortText
    """Code of the component (thành phần hồ sơ) that the paper is handed in for."""
    file_id: Identifier | None = None
    """File uploaded before."""
    paper_id: Identifier | None = None
    """Paper reused from the store (kho dữ liệu điện tử)."""
    quantity: Annotated[int, Field(ge=1, le=100)] = 1
    """How many, of paper at the desk."""

    @model_validator(mode="after")
    def one_source(self) -> "PaperRef":
        if self.file_id is not None and self.paper_id is not None:
            raise ValueError("a paper is a file or a stored paper, not both")
        return self


class SupplementPaperRef(PaperRef):
    """A paper that supplements a dossier. Without `replaces` it takes the place of what the request named, or of the one
    paper that its component has; else it is added."""

    replaces: Identifier | None = None
    """File or stored paper of the same component whose place it takes."""


class DossierPaper(Model):
    """`reused`: taken from the store as `paper_id`; `digitised`: scanned at the desk, also where it went through the store
    on the day of filing; without a file: on paper only.

    `result_code` is what kind of result a reused paper is.
    """

    component_code: ShortText
    """Code of the component (thành phần hồ sơ) that the paper is handed in for."""
    name: str
    """Name of the paper (tên giấy tờ)."""
    file_id: str | None = None
    """File of the paper; none: on paper only."""
    sha256: Sha256 | None = None
    """SHA-256 of the content, in hex."""
    size: int | None = None
    """Size in bytes."""
    media_type: str | None = None
    """Media type of the content."""
    paper_id: str | None = None
    """Paper of the store that it was taken from."""
    result_code: str | None = None
    """What kind of result a reused paper is (KQ.*)."""
    reused: bool = False
    """Whether it was taken from the store (tái sử dụng)."""
    digitised: bool = False
    """Whether it was scanned at the desk (số hóa)."""
    quantity: int = 1
    """How many."""
