"""The channels that a procedure offers, and filing at a desk for another agency."""

from typing import Any

import pytest
from tests.support.dossiers.samples import NUMBER, action_context, fee, filing, law, officer, procedure

from contracts.base import OfficerRole
from contracts.catalog import OnlineLevel, SubmissionChannel, TimeLimit, TimeUnit
from contracts.dossiers import DossierAction, FileAtDesk, Principal
from contracts.errors import ServiceError
from dossiers.domain.actions.submission import Filing, offered_channels, submit
from dossiers.domain.rights.rights import Rights

ONLINE, DIRECT, POSTAL = SubmissionChannel.ONLINE, SubmissionChannel.DIRECT, SubmissionChannel.POSTAL
FULL, NONE = OnlineLevel.FULL, OnlineLevel.NONE


def limits(*channels: SubmissionChannel | None, case_code: str | None = None) -> tuple[TimeLimit, ...]:
    return tuple(
        TimeLimit(unit=TimeUnit.WORKING_DAY, quantity=3, channel=channel, case_code=case_code)
        for channel in channels
    )


def fees(*channels: SubmissionChannel | None) -> tuple[Any, ...]:
    return tuple(fee(channel=channel) for channel in channels)


@pytest.mark.parametrize(
    ("parts", "offered"),
    [
        ({}, {ONLINE, DIRECT, POSTAL}),
        ({"time_limits": limits(None), "fees": fees(ONLINE, DIRECT)}, {ONLINE, DIRECT}),
        ({"time_limits": limits(DIRECT), "fees": fees(DIRECT), "online_level": NONE}, {DIRECT}),
        ({"time_limits": limits(None), "fees": fees(None, ONLINE)}, {ONLINE, DIRECT, POSTAL}),
        ({"time_limits": limits(ONLINE, POSTAL), "fees": fees(ONLINE)}, {ONLINE, POSTAL}),
        ({"time_limits": limits(DIRECT), "online_level": FULL}, {ONLINE, DIRECT}),
        ({"time_limits": limits(None), "online_level": NONE}, {DIRECT, POSTAL}),
        ({"time_limits": (*limits(DIRECT), *limits(POSTAL, case_code="khac"))}, {DIRECT}),
    ],
)
def test_what_is_offered(parts: dict[str, Any], offered: set[SubmissionChannel]) -> None:
    assert offered_channels(procedure(**parts), "moi") == offered


@pytest.mark.parametrize("channel", SubmissionChannel)
@pytest.mark.parametrize("offered", SubmissionChannel)
def test_another_channel_is_refused_wherever_it_is_filed(
    channel: SubmissionChannel, offered: SubmissionChannel
) -> None:
    law_ = law(time_limits=limits(offered), fees=())
    for filed in (filing(channel=channel), brought(channel)):
        if filed.at_desk and channel is ONLINE:
            continue
        if channel is offered:
            submit(filed, action_context("2026-04-20 08:00", law_))
            continue
        with pytest.raises(ServiceError) as refusal:
            submit(filed, action_context("2026-04-20 08:00", law_))
        assert [(wrong.pointer, wrong.code) for wrong in refusal.value.errors] == [
            ("/channel", "not_offered")
        ]


def brought(channel: SubmissionChannel = DIRECT, agency_code: str | None = None, **fields: Any) -> Filing:
    usual = filing()
    request = FileAtDesk(
        command_id="c",
        procedure_code="1.004222",
        channel=channel,
        applicant=Principal(full_name="Ngọc"),
        form_data={"ho_ten": "Ngọc"},
        papers=({"component_code": "cho_o"},),
        **fields,
    )
    return Filing("d1", NUMBER, request, usual.applicant, agency_code or usual.agency_code, usual.files)


DESK = officer(OfficerRole.RECEPTION)


def test_what_is_received_for_another_agency_is_that_agencys() -> None:
    filed = brought(agency_code="H26.99", forward_to="H26.99", forward_reason="Người nộp ở nơi khác")
    dossier = submit(filed, action_context("2026-04-20 08:00", actor=DESK)).dossier
    assert (dossier.agency_code, dossier.forwarded_from) == ("H26.99", DESK.agency_code)
    assert dossier.forward_reason == "Người nộp ở nơi khác"
    here, there = Rights(DESK, dossier), Rights(officer(OfficerRole.RECEPTION, agency="H26.99"), dossier)
    assert here.visible and there.visible
    assert there.permits(DossierAction.ACCEPT) and not here.permits(DossierAction.ACCEPT)
    assert here.permits(DossierAction.WITHDRAW), "the applicant comes back to the desk where he filed"


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"forward_to": "H26.31.05", "forward_reason": "?"}, "/forward_to"),
        ({"agency_code": "H26.99", "forward_to": "H26.99"}, "/forward_reason"),
        ({"forward_reason": "?"}, "/forward_reason"),
    ],
)
def test_receiving_for_another_agency_names_it_and_the_reason(fields: dict[str, Any], pointer: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        submit(brought(**fields), action_context("2026-04-20 08:00", actor=DESK))
    assert [wrong.pointer for wrong in refusal.value.errors] == [pointer]
