"""Acts of representation: who decides about one, when it holds, and that it never does without both sides or a paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain import representation
from accounts.domain.representation import StoredRepresentation
from contracts.accounts import Account, AccountKind, HolderKind
from contracts.accounts.representation import (
    AskRepresentation,
    CheckRepresentation,
    RepresentationPaper,
    RepresentationPaperKind,
)
from contracts.accounts.representation import RepresentationSide as Side
from contracts.accounts.representation import RepresentationState as State
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.base import RepresentationGround as Ground
from contracts.base import RepresentationScope as Scope
from contracts.errors import ErrorCode, ServiceError

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
AN, BINH, CHI = "001199000011", "001299000022", "001399000033"
OFFICER = Actor(
    kind=ActorKind.OFFICER, account_id="o1", agency_code="H26.31.05", roles=(OfficerRole.RECEPTION,)
)


def account(number: str, *, holder: HolderKind = HolderKind.CITIZEN, level: int = 2) -> Account:
    proved = number if holder.is_person and level else None
    return Account(
        account_id=f"account-{number}", version=1, kind=AccountKind.CITIZEN, holder=holder, login=number,
        full_name=f"Người {number}", created_at=START, personal_number=proved, assurance=level,
    )  # fmt: skip


COMPANY = account("0101243150", holder=HolderKind.BUSINESS)


def own(account_: Account) -> Actor:
    return Actor(kind=ActorKind.CITIZEN, account_id=account_.account_id, assurance=account_.assurance)


def manager(of: Account = COMPANY) -> Actor:
    """Who acts for it as its legal representative."""
    act = representation.legal_representative("legal", of, account(AN), START)
    return Actor(kind=ActorKind.CITIZEN, account_id=of.account_id, assurance=2, acting=act.acting())


def asking(
    side: Side = Side.PRINCIPAL,
    ground: Ground = Ground.AUTHORISED,
    number: str = BINH,
    scopes: tuple[Scope, ...] = (Scope.FILE,),
    until: datetime | None = None,
) -> AskRepresentation:
    return AskRepresentation(
        command_id="c", side=side, ground=ground, personal_number=number, full_name="Tên Đã Gõ", scopes=scopes,
        valid_until=until,
    )  # fmt: skip


def undecided(request: AskRepresentation | None = None, by: Account | None = None) -> StoredRepresentation:
    """Asked for by An, known to Bình."""
    by = by or account(AN)
    act = representation.ask(request or asking(), "act-1", by, own(by), START)
    return representation.known(act, account(BINH))


def code_of(error: pytest.ExceptionInfo[ServiceError]) -> str:
    found = error.value
    return found.errors[0].code if found.errors else found.code


def test_it_holds_from_the_confirmation_of_the_other_side_until_either_ends_it() -> None:
    act = undecided()
    assert (act.state, act.holds_at(START)) == (State.ASKED, False)
    confirmed = representation.confirm(act, account(BINH), START + HOUR)
    assert confirmed.holds_at(START + HOUR)
    assert confirmed.representative_name == account(BINH).full_name
    assert representation.confirm(confirmed, account(BINH), START + 2 * HOUR) is confirmed
    ended = representation.end(confirmed, own(account(AN)), START + 2 * HOUR)
    assert (ended.state, ended.holds_at(START + 2 * HOUR)) == (State.ENDED, False)
    assert ended.void_key == confirmed.acting().void_key
    assert representation.end(ended, own(account(BINH)), START + 3 * HOUR) is ended


def test_who_asked_does_not_confirm_and_a_stranger_finds_nothing() -> None:
    act = undecided()
    decisions: list[Callable[[Account], object]] = [
        lambda of: representation.confirm(act, of, START),
        lambda of: representation.refuse(act, of.account_id, START),
    ]
    for deciding in decisions:
        with pytest.raises(ServiceError) as refused:
            deciding(account(AN))
        assert refused.value.code is ErrorCode.FORBIDDEN
        with pytest.raises(ServiceError) as unseen:
            deciding(account(CHI))
        assert unseen.value.code is ErrorCode.NOT_FOUND


def test_what_was_refused_or_is_over_is_not_confirmed() -> None:
    refused = representation.refuse(undecided(), account(BINH).account_id, START)
    late = undecided(asking(until=START + HOUR))
    for act in (refused, late, representation.end(undecided(), own(account(AN)), START)):
        with pytest.raises(ServiceError) as error:
            representation.confirm(act, account(BINH), START + HOUR)
        assert error.value.code is ErrorCode.REPRESENTATION_NOT_IN_FORCE
    assert late.state_at(START + HOUR) is State.EXPIRED


@pytest.mark.parametrize(
    ("side", "ground", "by", "code"),
    [
        (Side.PRINCIPAL, Ground.MEMBER, account(AN), "ground_of_other_side"),
        (Side.PRINCIPAL, Ground.PARENT, account(AN), "ground_of_other_side"),
        (Side.REPRESENTATIVE, Ground.MEMBER, account(AN), "ground_of_other_side"),
        (Side.REPRESENTATIVE, Ground.LEGAL_REPRESENTATIVE, account(AN), "ground_of_other_side"),
        (Side.PRINCIPAL, Ground.AUTHORISED, COMPANY, "ground_of_other_side"),
        (Side.PRINCIPAL, Ground.AUTHORISED, account(AN, level=0), "identity_not_proved"),
        (Side.PRINCIPAL, Ground.AUTHORISED, account(BINH), "same_person"),
    ],
)
def test_what_a_side_cannot_ask_for(side: Side, ground: Ground, by: Account, code: str) -> None:
    with pytest.raises(ServiceError) as error:
        representation.ask(asking(side, ground), "a", by, own(by), START)
    assert code_of(error) == code


def test_only_who_may_look_after_others_gets_the_scope_to_manage() -> None:
    with pytest.raises(ServiceError) as error:
        undecided(asking(scopes=(Scope.MANAGE,)))
    assert code_of(error) == "scope_of_other_ground"
    child = asking(Side.REPRESENTATIVE, Ground.PARENT, scopes=(Scope.MANAGE,))
    assert representation.ask(child, "a", account(AN), own(account(AN)), START).scopes == (
        Scope.READ,
        Scope.MANAGE,
    )


def test_an_organisation_names_members_by_who_manages_it_and_a_person_by_himself_alone() -> None:
    member = asking(ground=Ground.MEMBER)
    act = representation.ask(member, "a", COMPANY, manager(), START)
    assert (act.principal_id, act.asked_by_person) == (COMPANY.account_id, account(AN).account_id)
    child = account(CHI)
    parent = manager(child)
    with pytest.raises(ServiceError) as error:
        representation.ask(asking(), "a", child, parent, START)
    assert error.value.code is ErrorCode.FORBIDDEN
    of_child = undecided(by=child)
    with pytest.raises(ServiceError) as not_ended:
        representation.end(of_child, parent, START)
    assert not_ended.value.code is ErrorCode.FORBIDDEN


def check_request(ground: Ground = Ground.PARENT, until: datetime = START + HOUR) -> CheckRepresentation:
    paper = RepresentationPaper(
        kind=RepresentationPaperKind.BIRTH_CERTIFICATE, number="45/2024", issued_by="UBND phường",
        issued_on=START.date(),
    )  # fmt: skip
    return CheckRepresentation(
        command_id="c", code="7K2MWQ4X", ground=ground, personal_number=CHI, full_name="Bé", paper=paper,
        scopes=(Scope.PAY,), valid_until=until,
    )  # fmt: skip


def test_what_the_law_wants_a_paper_for_holds_by_the_officer_who_saw_it_alone() -> None:
    parent, child = account(AN), account(CHI)
    act = representation.ask(asking(Side.REPRESENTATIVE, Ground.PARENT, CHI), "a", parent, own(parent), START)
    act = representation.known(act, child)
    with pytest.raises(ServiceError) as error:
        representation.confirm(act, child, START)
    assert error.value.code is ErrorCode.FORBIDDEN
    checked = representation.check(check_request(), "b", parent, child, OFFICER, START, act)
    assert (checked.representation_id, checked.version, checked.state) == (
        "a",
        act.version + 1,
        State.CHECKED,
    )
    assert (checked.checked_by_officer, checked.checked_by_agency) == ("o1", "H26.31.05")
    assert checked.holds_at(START)
    assert not checked.holds_at(START + HOUR)
    shown = representation.shown(checked, Side.PRINCIPAL, START)
    assert "o1" not in shown.model_dump_json()


@pytest.mark.parametrize(
    ("parent", "until", "code"),
    [
        (account(AN, level=0), START + HOUR, "identity_not_proved"),
        (account(AN), START, "not_later"),
        (account(CHI), START + HOUR, "same_person"),
    ],
)
def test_an_officer_checks_nothing_for_whom_nobody_knows_or_for_a_time_that_is_over(
    parent: Account, until: datetime, code: str
) -> None:
    with pytest.raises(ServiceError) as error:
        representation.check(check_request(until=until), "b", parent, account(CHI), OFFICER, START)
    assert code_of(error) == code


def test_who_may_act_for_whom() -> None:
    act = representation.confirm(undecided(), account(BINH), START)
    principal, person = account(AN), account(BINH)
    assert representation.require_may_act(act, person, principal, START) is principal
    for changed, code in (
        ({"person": person.model_copy(update={"assurance": 0})}, ErrorCode.IDENTITY_NOT_PROVED),
        ({"person": person.model_copy(update={"locked_at": START})}, ErrorCode.ACCOUNT_LOCKED),
        ({"principal": principal.model_copy(update={"locked_at": START})}, ErrorCode.ACCOUNT_LOCKED),
        (
            {"principal": principal.model_copy(update={"frozen_at": START})},
            ErrorCode.REPRESENTATION_NOT_IN_FORCE,
        ),
        ({"principal": None}, ErrorCode.REPRESENTATION_NOT_IN_FORCE),
    ):
        given_ = {"act": act, "person": person, "principal": principal, "now": START, **changed}
        with pytest.raises(ServiceError) as error:
            representation.require_may_act(**given_)  # type: ignore[arg-type]
        assert error.value.code is code
    for stranger in (account(AN).account_id, account(CHI).account_id, ""):
        with pytest.raises(ServiceError) as unseen:
            representation.require_representative(act, stranger)
        assert unseen.value.code is ErrorCode.NOT_FOUND


def test_a_token_lives_no_longer_than_the_act() -> None:
    act = representation.confirm(undecided(asking(until=START + timedelta(seconds=90))), account(BINH), START)
    assert representation.lifetime(act, timedelta(minutes=10), START) == timedelta(seconds=90)
    assert representation.lifetime(act, timedelta(minutes=1), START) == timedelta(minutes=1)


@dataclass
class Life:
    """What happened to an act, and what a plain reading of the law says of it."""

    act: StoredRepresentation
    agreed: bool = False
    over: bool = False
    void: set[str] = field(default_factory=set)
    was: list[StoredRepresentation] = field(default_factory=list)


people = st.sampled_from([account(AN), account(BINH), account(CHI)])
steps = st.lists(
    st.tuples(st.sampled_from(["confirm", "refuse", "end", "check"]), people, st.integers(0, 5)), max_size=8
)
requests = st.builds(
    asking,
    st.just(Side.REPRESENTATIVE),
    st.sampled_from([Ground.AUTHORISED, Ground.PARENT, Ground.HEIR]),
    st.just(BINH),
    st.lists(st.sampled_from([Scope.READ, Scope.FILE, Scope.PAY]), min_size=1, unique=True).map(tuple),
    st.none() | st.integers(1, 5).map(lambda hours: START + hours * HOUR),
)


@given(requests, steps)
def test_whatever_happens_nobody_acts_without_the_other_side_or_a_paper(
    request: AskRepresentation, happenings: list[tuple[str, Account, int]]
) -> None:
    """Random people, decisions and times: An asks to act for Bình."""
    life, now = Life(undecided(request)), START
    for what, who, hours in happenings:
        now += hours * HOUR
        before = life.act
        try:
            life.act = _happened(before, what, who, now)
        except ServiceError:
            continue
        if life.act is before:
            continue
        life.was.append(before)
        assert life.act.version == before.version + 1
        assert not life.over, "what is over does not come back"
        others_word = what == "confirm" and who.personal_number == BINH
        life.agreed = life.agreed or others_word or what == "check"
        life.over = what in ("refuse", "end")
        if before.holds_at(now) and what == "end":
            life.void.add(before.acting().void_key)
    held = life.act.holds_at(now)
    until = life.act.valid_until
    assert held is (life.agreed and not life.over and (until is None or now < until))
    assert life.void <= {life.act.void_key}
    assert Scope.READ in life.act.scopes
    assert set(life.act.scopes) <= {*request.scopes, Scope.READ, Scope.PAY}
    assert life.act.side_of(account(CHI).account_id) is None


def _happened(act: StoredRepresentation, what: str, who: Account, now: datetime) -> StoredRepresentation:
    match what:
        case "confirm":
            return representation.confirm(act, who, now)
        case "refuse":
            return representation.refuse(act, who.account_id, now)
        case "end":
            return representation.end(act, own(who), now)
        case _:
            if act.state is not State.ASKED:  # the use case looks for an undecided one alone
                return act
            request = check_request(act.ground, now + HOUR)
            return representation.check(request, "b", account(AN), account(BINH), OFFICER, now, act)
