"""What a sound national row becomes here."""

import pytest
from tests.support.catalog.national_rows import detail

from catalog.domain.national.content import from_detail
from catalog.domain.national.row_models import DetailRow


@pytest.mark.parametrize(
    ("written", "chosen"),
    [
        ("Khai báo tạm vắng", ("Khai báo tạm vắng",)),
        ("tách thửa; hợp thửa ;", ("tách thửa", "hợp thửa")),
        ("Không", ()),
        ("", ()),
        (None, ()),
    ],
)
def test_key_words_are_read_one_by_one(written: str | None, chosen: tuple[str, ...]) -> None:
    assert from_detail(DetailRow.model_validate(detail(keywords=written)["data"])).keywords == chosen
