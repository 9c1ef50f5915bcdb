"""Papers handed in."""

from typing import Annotated

from pydantic import Field, model_validator

from contracts.base import Identifier, Model, ShortText
from contracts.records.files import Sha256


class PaperRef(Model):
    """A paper handed in for a component: a file uploaded before, or a paper reused from the store (kho dữ liệu điện
    tử). At the desk neither may be given: then it lies there on paper, `quantity` times."""

    component_code: ShortText
    file_id: Identifier | None = None
    paper_id: Identifier | None = None
    quantity: Annotated[int, Field(ge=1, le=100)] = 1

    @model_validator(mode="after")
    def one_source(self) -> "PaperRef":
        if self.file_id is not None and self.paper_id is not None:
            raise ValueError("a paper is a file or a stored paper, not both")
        return self


class DossierPaper(Model):
    """`reused`: taken from the store as `paper_id`; `digitised`: scanned at the desk; without a file: on paper only.

    `result_code` is what kind of result a reused paper is.
    """

    component_code: ShortText
    name: str
    file_id: str | None = None
    sha256: Sha256 | None = None
    size: int | None = None
    media_type: str | None = None
    paper_id: str | None = None
    result_code: str | None = None
    reused: bool = False
    digitised: bool = False
    quantity: int = 1
