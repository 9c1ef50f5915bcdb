"""`motcua catalogue regime try` shows what would have been due, and writes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from catalog import starter
from cli.catalogue import regimes
from contracts.dossiers import MovedDueDate, RegimeTrial, TryRegime

MOVED = MovedDueDate.model_validate(
    {
        "procedure_code": "1.004222",
        "received_at": "2026-04-20T07:40:00+00:00",
        "due_at": "2026-04-23T07:40:00+00:00",
        "would_be_due_at": "2026-04-23T10:00:00+00:00",
    }
)
COUNTS = {"tried": 2, "unchanged": 1, "earlier": 0, "later": 1, "late": 1, "would_be_late": 0}


class Remote:
    """The catalogue's client, which remembers what it was called with."""

    def __init__(self) -> None:
        self.requests: list[TryRegime] = []

    def try_regime(self, request: TryRegime) -> RegimeTrial:
        self.requests.append(request)
        return RegimeTrial(**COUNTS, without_due_date=0, more=True, moved=(MOVED,))


def test_the_trial_is_shown_in_local_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    remote = Remote()

    @contextmanager
    def client() -> Iterator[Remote]:
        yield remote

    monkeypatch.setattr(regimes, "catalogue_client", client)
    file = tmp_path / "regime.json"
    file.write_text(starter.regimes()[-1].model_dump_json(), encoding="utf-8")
    options = ["--agency", "H26.31.05", "--from", "2026-04-01", "--to", "2026-04-30"]
    shown = CliRunner().invoke(regimes.regime, ["try", str(file), *options])
    assert shown.exit_code == 0, shown.output
    first, second = shown.output.splitlines()
    assert first == (
        "2 dossiers (there are more)\tunchanged 1\tearlier 0\tlater 1\twithout due date 0\tlate 1, would be 0"
    )
    assert second == ("1.004222\treceived 2026-04-20 14:40\tdue 2026-04-23 14:40\twould be 2026-04-23 17:00")
    (request,) = remote.requests
    assert (request.regime, request.limit, f"{request.to_day}") == (starter.regimes()[-1], 200, "2026-04-30")


def test_a_file_that_is_no_regime_ends_the_command(tmp_path: Path) -> None:
    file = tmp_path / "regime.json"
    file.write_text("{}", encoding="utf-8")
    options = ["--agency", "H26.31.05", "--from", "2026-04-01", "--to", "2026-04-30"]
    assert CliRunner().invoke(regimes.regime, ["try", str(file), *options]).exit_code == 1
