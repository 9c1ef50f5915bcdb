import pytest

from chassis.amqp import retry_tiers


def test_default_is_the_five_steps() -> None:
    seconds = [tier.delay_ms / 1000 for tier in retry_tiers.parse_tiers(retry_tiers.DEFAULT)]
    assert seconds == [5, 30, 120, 600, 3600]


def test_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_RETRY_TIERS", "200ms, 1s")
    assert [(tier.exchange, tier.delay_ms) for tier in retry_tiers.tiers_from_environment()] == [
        ("retry.200ms", 200),
        ("retry.1s", 1000),
    ]


@pytest.mark.parametrize("text", ["", "5", "0s", "-1s", "5 days", "5s,,1m", "1.5s"])
def test_what_is_no_delay_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="MOTCUA_RETRY_TIERS"):
        retry_tiers.parse_tiers(text)
