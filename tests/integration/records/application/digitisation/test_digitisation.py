"""A paper is scanned, read by a machine, confirmed by a person, sealed and stored (TT 01/2023/TT-VPCP)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.integration.records.application.digitisation.digitising import FIELDS, Desk, refused
from tests.integration.records.application.documents.requests import verify
from tests.integration.records.application.papers.papers import accesses, own, reuse_papers
from tests.integration.records.use_cases import (
    AGENCY,
    BIRTH_CERTIFICATE,
    ELSEWHERE,
    ISSUER,
    OFFICER,
    RECEPTION,
    Records,
    as_actor,
)
from tests.support.records.papers import photo
from tests.support.records.scans import Scan, scan

from chassis.core.ids import new_id
from contracts.base import Actor
from contracts.records import FindStoredPapers, PaperOwner, PaperReuseRequest, RevokePaper, StoredPaper
from devstack.walk.pdf import pdf
from records.application.digitisation import in_store
from records.application.papers import revocation
from records.domain.digitisation.scan_rules import scan_rules
from records.inspection.scans.report import report


@pytest.fixture
def citizen(records: Records) -> Actor:
    """With a number that nobody else has."""
    return records.new_citizen()


@pytest.fixture
def owner(records: Records, citizen: Actor) -> PaperOwner:
    """Known at the desk by the number alone."""
    return PaperOwner(identity_number=records.numbers[citizen.account_id])


@pytest.fixture
def desk(records: Records) -> Desk:
    return Desk(records)


BAD_SCANS = {
    "too coarse": (Scan(dpi=100).made, [("/file_id", "scan_resolution")]),
    "grey": (Scan(mode="L").made, [("/file_id", "scan_grey")]),
    "no PDF/A": (
        lambda: pdf("Giay khai sinh"),
        [("/file_id", "scan_not_pdf_a"), ("/file_id", "scan_page_empty")],
    ),
    "a lying claim": (Scan(profile=None).made, [("/file_id", "scan_output_intent")]),
    "too many pages": (Scan(dpi=20, pages=201).made, [("/file_id", "scan_too_long")]),
    "a photo": (lambda: photo("PNG"), [("/file_id", "scan_not_pdf")]),
}


@pytest.mark.parametrize("name", BAD_SCANS)
def test_a_scan_that_is_not_what_it_has_to_be_is_refused_with_what_to_do(
    desk: Desk, owner: PaperOwner, name: str
) -> None:
    made, wrong = BAD_SCANS[name]
    assert refused(lambda: desk.begin(owner, made())) == wrong


def test_a_missing_page_is_found_where_the_officer_has_counted(desk: Desk, owner: PaperOwner) -> None:
    assert refused(lambda: desk.begin(owner, pages=2)) == [("/file_id", "scan_pages_differ")]
    assert desk.begin(owner, pages=1).pages == 1


def test_the_rule_is_that_of_the_settings(
    desk: Desk, owner: PaperOwner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        desk.records.tools,
        "scan_rules",
        scan_rules("2023-04-05 100dpi any 9pages; 2100-01-01 300dpi any 9pages"),
    )
    assert desk.begin(owner, Scan(dpi=100, mode="L").made()).lowest_dpi == 100


def test_what_a_machine_has_read_counts_for_nothing_until_a_person_confirms(
    desk: Desk, owner: PaperOwner
) -> None:
    suggested = desk.propose(
        desk.begin(owner), paper_title="Giay khai sinh", number="12/2009", owner="Nguyễn Văn An"
    )
    shown = {each.name.value: each for each in suggested.fields}
    assert [(each.confirmed, each.text) for each in suggested.fields] == [(False, None)] * 3
    assert (shown["number"].suggestions[0].text, shown["number"].suggestions[0].confidence) == (
        "12/2009",
        0.6,
    )
    assert refused(lambda: desk.complete(desk.completion(suggested))) == [
        (f"/fields/{name}", "field_unconfirmed")
        for name in ("number", "issued_on", "issuer", "paper_title", "owner")
    ]
    confirmed = desk.confirm(suggested, **FIELDS)
    after = {each.name.value: each for each in confirmed.fields}
    assert {name: each.corrected for name, each in after.items()} == {
        "number": False,
        "issued_on": None,
        "issuer": None,
        "paper_title": True,
        "owner": False,
        "valid_until": None,
    }
    assert {each.confirmed_by for each in confirmed.fields} == {RECEPTION.account_id}
    assert all(each.confirmed_at is not None for each in confirmed.fields)
    paper = desk.complete(desk.completion(confirmed))
    assert (paper.title, paper.number, str(paper.issued_on)) == ("Giấy khai sinh", "12/2009", "2009-05-12")


def test_a_suggestion_that_comes_later_changes_nothing_that_was_confirmed(
    desk: Desk, owner: PaperOwner
) -> None:
    confirmed = desk.confirm(desk.begin(owner), **FIELDS)
    later = desk.propose(confirmed, number="99/2099")
    assert next(each.text for each in later.fields if each.name.value == "number") == "12/2009"
    assert desk.complete(desk.completion(later)).number == "12/2009"


def test_who_has_not_seen_the_last_change_confirms_nothing(desk: Desk, owner: PaperOwner) -> None:
    begun = desk.begin(owner)
    first = desk.confirm(begun, number="12/2009")
    assert refused(lambda: desk.confirm(begun, number="13/2009")) == [("", "version_stale")]
    assert refused(lambda: desk.confirm(first, number="12/2009")) == [("/fields/0/text", "field_confirmed")]
    corrected = desk.confirm(first, number="13/2009")
    assert [each.text for each in corrected.fields] == ["13/2009"]
    assert refused(lambda: desk.complete(desk.completion(first))) == [("", "version_stale")]


def test_the_issuer_is_an_agency_of_the_catalogue(desk: Desk, owner: PaperOwner) -> None:
    begun = desk.begin(owner)
    assert refused(lambda: desk.confirm(begun, issuer="H99.99")) == [("/fields/0/text", "unknown_issuer")]
    confirmed = desk.confirm(begun, issuer=ISSUER.other_codes[0])
    assert [each.text for each in confirmed.fields] == [ISSUER.code]


def test_a_digitised_paper_is_sealed_has_a_code_and_is_its_owners(
    desk: Desk, owner: PaperOwner, records: Records, citizen: Actor
) -> None:
    ready = desk.confirm(desk.begin(owner), **{**FIELDS, "valid_until": "2199-12-31"})
    request = desk.completion(ready)
    paper = desk.complete(request)
    assert desk.complete(request) == paper
    other = desk.digitise(PaperOwner(identity_number=records.numbers[records.new_citizen().account_id]))
    year = paper.created_at.year
    assert paper.paper_code in (f"{AGENCY}-{year}-GT000001", f"{AGENCY}-{year - 1}-GT000001")
    assert other.paper_code != paper.paper_code
    assert own(records, citizen) == [paper.paper_id]
    assert (paper.verified, str(paper.origin), paper.certification_number) == (True, "digitised", None)
    assert paper.valid_until is not None
    verified = verify(records, code=str(paper.verification_code))
    assert (verified.kind, verified.issuer_code, verified.signature.valid) == ("DIGITISED", AGENCY, True)
    assert report(records.content(paper.file_id), 9)["defects"] == []
    done = desk.read(ready.digitisation_id)
    assert (done.paper_id, done.paper_code) == (paper.paper_id, paper.paper_code)
    assert refused(lambda: desk.complete(desk.completion(done))) == [
        ("/digitisation_id", "digitisation_ended")
    ]
    assert refused(lambda: desk.confirm(done, number="1")) == [("/digitisation_id", "digitisation_ended")]
    steps_ = records.event_types_of(ready.digitisation_id)
    assert steps_ == ["records.digitisation_moved"] * 3


def test_a_digitised_paper_is_reused_as_any_other(desk: Desk, owner: PaperOwner, records: Records) -> None:
    paper = desk.digitise(owner)
    question = PaperReuseRequest(
        paper_id=paper.paper_id, component_code="tp", result_codes=(BIRTH_CERTIFICATE.code,)
    )
    reused = reuse_papers(records, owner, paper, questions=(question,)).papers
    assert [each.paper_code for each in reused] == [paper.paper_code]


def test_what_the_store_has_is_reused_and_not_scanned_again(
    desk: Desk, owner: PaperOwner, records: Records, citizen: Actor
) -> None:
    paper = desk.digitise(owner)
    found = find(records, str(owner.identity_number))
    assert [each.paper_id for each in found] == [paper.paper_id]
    assert accesses(records, paper, citizen) == [("read", AGENCY, "desk")]
    assert refused(lambda: desk.begin(owner)) == [("/scanned_again", "paper_in_store")]
    by_account = PaperOwner(account_id=citizen.account_id)
    assert refused(lambda: desk.begin(owner, scanned_again=(paper.paper_id,))) == [
        ("/scanned_again_reason", "reason_needed")
    ]
    again = desk.begin(owner, scanned_again=(paper.paper_id,), scanned_again_reason="Bản cũ mờ.")
    assert again.version == 1
    child = {"full_name": "Nguyễn Văn Con", "born_on": "2020-01-01", "relation": "child"}
    assert desk.begin(owner, subject=child).subject is not None
    assert desk.begin(by_account).version == 1, "of an account nothing is known by the number"


def test_what_is_revoked_is_not_offered(desk: Desk, owner: PaperOwner, records: Records) -> None:
    paper = desk.digitise(owner)
    revoke(records, paper)
    assert find(records, str(owner.identity_number)) == []
    assert desk.begin(owner).version == 1


def revoke(records: Records, paper: StoredPaper) -> None:
    request = RevokePaper(
        command_id=new_id(), paper_id=paper.paper_id, expected_version=paper.version, reason="Sai."
    )
    revocation.revoke_paper(records.papers, request, as_actor(RECEPTION))


def find(records: Records, number: str, actor: Actor = RECEPTION) -> list[StoredPaper]:
    request = FindStoredPapers(number=number, result_codes=(BIRTH_CERTIFICATE.code,))
    return list(in_store.find_stored_papers(records.papers, request, as_actor(actor)).papers)


def test_another_agency_sees_nothing_of_it(desk: Desk, owner: PaperOwner, records: Records) -> None:
    begun, elsewhere = desk.begin(owner), Desk(records, ELSEWHERE)
    acts: tuple[Callable[[], object], ...] = (
        lambda: elsewhere.read(begun.digitisation_id),
        lambda: elsewhere.confirm(begun, number="1"),
        lambda: elsewhere.propose(begun, number="1"),
        lambda: elsewhere.complete(elsewhere.completion(begun)),
    )
    assert [refused(act) for act in acts] == [[("", "not_found")]] * len(acts)


@pytest.mark.parametrize("kind", ["another officer", "the owner"])
def test_reception_alone_digitises(
    desk: Desk, owner: PaperOwner, records: Records, citizen: Actor, kind: str
) -> None:
    request, begun = desk.request(owner), desk.begin(owner)
    other = Desk(records, OFFICER if kind == "another officer" else citizen)
    acts: tuple[Callable[[], object], ...] = (
        lambda: other.hand_in(request),
        lambda: other.confirm(begun, number="1"),
        lambda: other.propose(begun, number="1"),
        lambda: other.complete(other.completion(begun)),
        lambda: find(records, "001099000001", other.actor),
    )
    assert [refused(act) for act in acts] == [[("", "forbidden")]] * len(acts)


def test_what_is_stored_of_persons_is_not_in_the_log(desk: Desk, owner: PaperOwner, records: Records) -> None:
    ready = desk.confirm(desk.propose(desk.begin(owner), owner="Nguyễn Văn An"), **FIELDS)
    events = list(records.store.database.events.find({"aggregate_id": ready.digitisation_id}))
    assert len(events) == 3
    assert not any(word in str(events) for word in ("Nguyễn", str(owner.identity_number), "12/2009"))


def test_the_scan_that_was_handed_in_is_not_changed(desk: Desk, owner: PaperOwner, records: Records) -> None:
    data = scan(new_id())
    begun = desk.begin(owner, data)
    desk.complete(desk.completion(desk.confirm(begun, **FIELDS)))
    assert records.content(begun.file_id) == data
