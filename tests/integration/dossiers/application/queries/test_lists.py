"""Lists: the caller's own, newest first, page by page."""

from typing import Any

from tests.support.dossiers.office import CHARGED, LocalOffice
from tests.support.dossiers.refusals import refused

from contracts.dossiers import DossierAction, DossierStatus
from contracts.errors import ErrorCode


def page(office: LocalOffice, **filters: Any) -> Any:
    return office.call("list_dossiers", office.citizen, **filters)


def ids(page: Any) -> list[str]:
    return [item.dossier_id for item in page.items]


def test_newest_first_page_by_page(office: LocalOffice) -> None:
    filed = [office.submit().dossier_id for _ in range(5)]
    first = page(office, limit=2)
    second = page(office, limit=2, cursor=first.next_cursor)
    third = page(office, limit=2, cursor=second.next_cursor)
    assert ids(first) + ids(second) + ids(third) == filed[::-1]
    assert third.next_cursor is None


def test_a_dossier_filed_between_two_pages_shifts_nothing(office: LocalOffice) -> None:
    filed = [office.submit().dossier_id for _ in range(3)]
    first = page(office, limit=2)
    office.submit()
    assert ids(page(office, limit=2, cursor=first.next_cursor)) == filed[:1]


def test_filters_narrow(office: LocalOffice) -> None:
    office.submit()
    charged = office.submit(CHARGED)
    withdrawn = office.act(DossierAction.WITHDRAW, office.submit(), office.citizen, reason="x")
    assert ids(page(office, procedure_code=CHARGED)) == [charged.dossier_id]
    assert ids(page(office, status=DossierStatus.WITHDRAWN)) == [withdrawn.dossier_id]


def test_a_cursor_of_another_list_is_refused(office: LocalOffice) -> None:
    for _ in range(2):
        office.submit()
    cursor = page(office, limit=1).next_cursor
    refused(ErrorCode.INVALID_REQUEST, lambda: page(office, status=DossierStatus.SUBMITTED, cursor=cursor))


def test_a_line_tells_what_the_dossier_tells(office: LocalOffice) -> None:
    dossier = office.act(DossierAction.ACCEPT, office.submit())
    (line,) = page(office).items
    assert line.model_dump() == {name: getattr(dossier, name) for name in type(line).model_fields}
