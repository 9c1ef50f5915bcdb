"""The strongest source speaks; the same words change nothing."""

import pytest

from catalog.domain.publishing import Revision, Verdict, content_hash, judge
from contracts.catalog import NamedCode, ProcedureContent, Source


def content(source: Source, name: str = "Đăng ký mẫu") -> ProcedureContent:
    promulgator = NamedCode(code="G99", name="Bộ mẫu")
    return ProcedureContent(code="1.900001", name=name, promulgator=promulgator, fileable=True, source=source)


def published(of: ProcedureContent) -> Revision:
    return Revision(version=1, etag=content_hash(of), source=of.source)


def test_an_unknown_procedure_is_loaded() -> None:
    assert judge(content(Source.NATIONAL_LIST), None) == Verdict.LOADED


def test_the_same_content_is_unchanged() -> None:
    same = content(Source.NATIONAL_DETAIL)
    assert judge(same, published(same)) == Verdict.UNCHANGED


def test_a_changed_name_is_an_update() -> None:
    before = published(content(Source.NATIONAL_DETAIL))
    assert judge(content(Source.NATIONAL_DETAIL, "Tên mới mẫu"), before) == Verdict.UPDATED


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        (Source.NATIONAL_LIST, Source.NATIONAL_DETAIL),
        (Source.NATIONAL_LIST, Source.STARTER),
        (Source.NATIONAL_DETAIL, Source.STARTER),
    ],
)
def test_a_weaker_source_never_overwrites_a_stronger(weaker: Source, stronger: Source) -> None:
    assert judge(content(weaker, "Tên khác mẫu"), published(content(stronger))) == Verdict.UNCHANGED
    assert judge(content(stronger), published(content(weaker, "Tên khác mẫu"))) == Verdict.UPDATED
