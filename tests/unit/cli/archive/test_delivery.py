"""Packages are delivered and receipts recorded: whatever is killed, whatever the archive does, nothing is lost."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.support.archive import holding_archive, receipt_of, signed, simulated
from tests.support.sync.pushes import AT
from tests.unit.cli.archive.test_package import written

from cli.archive import verifier
from cli.archive.delivery import deliver_all
from cli.archive.intakes import COMPLETE, RECEIPT, SIGNATURE, FolderIntake, HttpIntake, SignedReceipt
from contracts.dossiers import (
    ArchivalPackage,
    ArchivalPlace,
    ArchivalState,
    ClosedDossier,
    Transfer,
    TransferOutcome,
    TransferState,
)
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.archive import transfers
from dossiers.domain.archive.transfers import Standing
from records.sealing import text_signatures
from simulators.archive.app import Archive, Behaviour

CODES = ("H26-1", "H26-2", "H26-3")


class Killed(Exception):
    """The process ends here."""


@dataclass
class KnownTransfers:
    """What dossiers would know, by its own rules."""

    transfer: Transfer
    text: str
    recorded: list[SignedReceipt] = field(default_factory=list)

    def confirmed(self) -> Iterator[Transfer]:
        if self.transfer.state is TransferState.CONFIRMED:
            yield self.transfer

    def list_of(self, transfer_id: str) -> str:
        assert transfer_id == self.transfer.transfer_id
        return self.text

    def record(self, transfer_id: str, receipt: SignedReceipt) -> Transfer:
        assert transfer_id == self.transfer.transfer_id
        found = text_signatures.check(
            base64.b64encode(receipt.text.encode()).decode(),
            receipt.signature,
            self.transfer.archive.certificate_sha256,
        )
        if not found.valid:
            raise ServiceError(ErrorCode.INVALID_REQUEST)
        self.transfer = transfers.receipted(self.transfer, receipt.text, found.signer, AT)
        self.recorded.append(receipt)
        return self.transfer

    @property
    def outcomes(self) -> dict[str, TransferOutcome]:
        return {each.code: each.outcome for each in self.transfer.items}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("template"))


@pytest.fixture
def packages(tmp_path: Path, template: Path) -> Path:
    """Three whole packages; each tells itself from the others in a tag file."""
    folder = tmp_path / "packages"
    for code in CODES:
        made = folder / code
        shutil.copytree(template, made)
        info = made / "bag-info.txt"
        info.write_text(info.read_text(encoding="utf-8") + f"Contact-Name: {code}\n", encoding="utf-8")
        manifest = made / verifier.TAG_MANIFEST
        names = [line.split("  ")[1] for line in manifest.read_text().splitlines()]
        manifest.write_text("".join(f"{verifier.digest_of(made / name)}  {name}\n" for name in names))
        assert not list(verifier.faults(made))
    return folder


@pytest.fixture
def known(packages: Path) -> KnownTransfers:
    place = ArchivalPlace(
        plan_id="p", code="TT.01", heading="Hồ sơ", permanent=True, transfer_due=date(2026, 7, 1)
    )
    dossiers = [
        ClosedDossier(
            dossier_id=f"id-{code}", code=code, agency_code="H26", procedure_code="1.1",
            closed_on=date(2026, 7, 1), state=ArchivalState.PACKAGED, place=place,
            package=ArchivalPackage(
                sha256=verifier.digest_of(packages / code / verifier.TAG_MANIFEST), size=1, entries=1, packaged_at=AT,
            ),
        )
        for code in CODES
    ]  # fmt: skip
    made, text = transfers.listed("t1", "H26", holding_archive(), dossiers, "head-1", AT)
    standing = Standing({each.dossier_id: 1 for each in dossiers})
    return KnownTransfers(transfers.confirmed(made, dossiers, standing, 1, "leader-1", AT), text)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[tuple[Archive, httpx.Client]]:
    yield from simulated(tmp_path / "taken")


def deliver(known: KnownTransfers, archive: tuple[Archive, httpx.Client], packages: Path) -> int:
    """The exit code."""
    try:
        deliver_all(known, HttpIntake(archive[1], "http://archive/"), packages)
    except SystemExit as ended:
        return int(str(ended.code))
    return 0


def test_packages_are_delivered_verified_and_receipted(
    known: KnownTransfers, archive: tuple[Archive, httpx.Client], packages: Path, tmp_path: Path
) -> None:
    assert deliver(known, archive, packages) == 0
    assert set(known.outcomes.values()) == {TransferOutcome.ACCEPTED}
    for item in known.transfer.items:
        assert not list(verifier.faults(tmp_path / "taken" / item.sha256)), "it verifies where it is now"
    assert deliver(known, archive, packages) == 0
    assert len(known.recorded) == 1


def test_a_package_with_a_changed_byte_is_refused_by_the_archive_and_shown(
    known: KnownTransfers, archive: tuple[Archive, httpx.Client], packages: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    file = next((packages / CODES[1] / "data/files").iterdir())
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    assert deliver(known, archive, packages) == 0
    assert known.outcomes == {
        CODES[0]: TransferOutcome.ACCEPTED, CODES[1]: TransferOutcome.REFUSED, CODES[2]: TransferOutcome.ACCEPTED,
    }  # fmt: skip
    out = capsys.readouterr().out
    assert f"{CODES[1]}\trefused: data/files/{file.name}: it was changed" in out
    assert f"{CODES[1]}\tnot taken over" in out
    assert "receipted: 2 of 3" in out


def test_one_that_the_archive_refuses_with_a_reason_holds_up_no_other(
    known: KnownTransfers, archive: tuple[Archive, httpx.Client], packages: Path
) -> None:
    archive[0].behaviour = Behaviour(refuse={CODES[0]: "Sai tiêu đề hồ sơ"})
    assert deliver(known, archive, packages) == 0
    assert known.outcomes[CODES[0]] is TransferOutcome.REFUSED
    assert known.transfer.items[0].reason == "Sai tiêu đề hồ sơ"
    assert known.outcomes[CODES[2]] is TransferOutcome.ACCEPTED


def test_a_silent_archive_is_asked_again(
    known: KnownTransfers, archive: tuple[Archive, httpx.Client], packages: Path
) -> None:
    archive[0].behaviour = Behaviour(silent=True)
    assert deliver(known, archive, packages) == 0
    assert (known.transfer.state, known.recorded) == (TransferState.CONFIRMED, [])
    archive[0].behaviour = Behaviour()
    assert deliver(known, archive, packages) == 0
    assert known.transfer.state is TransferState.RECEIPTED


@pytest.mark.parametrize("receipt", ["other_list", "other_digest", "one_left_out"])
def test_a_receipt_that_does_not_fit_changes_nothing_and_is_shown(
    known: KnownTransfers, archive: tuple[Archive, httpx.Client], packages: Path, receipt: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    archive[0].behaviour = Behaviour(receipt=receipt)
    assert deliver(known, archive, packages) == 1
    assert known.transfer.state is TransferState.CONFIRMED
    wrong = "other_list" if receipt == "other_list" else "other_packages"
    assert f"t1: not delivered: invalid_request: /receipt {wrong}" in capsys.readouterr().err


def test_an_archive_that_answers_twice_is_believed_once(
    known: KnownTransfers, archive: tuple[Archive, httpx.Client], packages: Path
) -> None:
    archive[0].behaviour = Behaviour(receipt="twice")
    assert deliver(known, archive, packages) == 0
    first = known.transfer
    intake = HttpIntake(archive[1], "http://archive/")
    again = intake.receipt("t1")
    assert again is not None
    assert again.text != known.recorded[0].text
    with pytest.raises(ServiceError, match="retention_settled"):
        known.record("t1", again)
    assert known.transfer == first


def test_a_slow_archive_is_left_and_the_next_run_goes_on_where_it_was(
    known: KnownTransfers, archive: tuple[Archive, httpx.Client], packages: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    intake = HttpIntake(archive[1], "http://archive/")
    sent: list[str] = []

    class SlowFromTheSecondOn(HttpIntake):
        def deliver(self, transfer_id: str, sha256: str, package: Path) -> str | None:
            if sent:
                raise httpx.ReadTimeout("no answer in time")
            sent.append(package.name)
            return intake.deliver(transfer_id, sha256, package)

    with pytest.raises(SystemExit):
        deliver_all(known, SlowFromTheSecondOn(archive[1], "http://archive/"), packages)
    assert "t1: not delivered: ReadTimeout" in capsys.readouterr().err
    assert len(archive[0].transfers["t1"].answers) == 1
    assert deliver(known, archive, packages) == 0
    assert set(known.outcomes.values()) == {TransferOutcome.ACCEPTED}


@pytest.mark.parametrize("at", [0, 1, 3, 5, 6])
def test_a_delivery_that_is_killed_anywhere_is_run_again_and_ends_the_same(
    known: KnownTransfers, archive: tuple[Archive, httpx.Client], packages: Path, at: int
) -> None:
    calls: list[str] = []
    intake = HttpIntake(archive[1], "http://archive/")
    for name in ("begin", "deliver", "end", "receipt"):
        setattr(intake, name, _counted(getattr(intake, name), calls, at))
    try:
        deliver_all(known, intake, packages)
    except Killed:
        assert known.transfer.state is TransferState.CONFIRMED
    assert deliver(known, archive, packages) == 0
    assert (len(known.recorded), known.transfer.state) == (1, TransferState.RECEIPTED)
    assert len(archive[0].transfers["t1"].answers) == 3


def _counted(call: Callable[..., Any], calls: list[str], at: int) -> Callable[..., Any]:
    """Dies before the call of an even number, after that of an odd one."""

    def called(*arguments: Any) -> Any:
        number = len(calls)
        calls.append(call.__name__)
        if number == at and at % 2 == 0:
            raise Killed
        answer = call(*arguments)
        if number == at:
            raise Killed
        return answer

    return called


def test_another_package_than_the_listed_one_is_not_delivered(
    known: KnownTransfers, archive: tuple[Archive, httpx.Client], packages: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    manifest = packages / CODES[2] / verifier.TAG_MANIFEST
    manifest.write_text(manifest.read_text() + "\n")
    assert deliver(known, archive, packages) == 1
    assert "another package lies in" in capsys.readouterr().err
    shutil.rmtree(packages / CODES[2])
    assert deliver(known, archive, packages) == 1
    assert "there is no package in" in capsys.readouterr().err
    assert known.transfer.state is TransferState.CONFIRMED


def test_a_folder_is_an_intake_too(known: KnownTransfers, packages: Path, tmp_path: Path) -> None:
    folder = tmp_path / "intake"
    intake = FolderIntake(folder)
    deliver_all(known, intake, packages)
    place = folder / "t1"
    assert (place / COMPLETE).exists()
    assert transfers.digest((place / "list.json").read_text(encoding="utf-8")) == known.transfer.list_sha256
    for item in known.transfer.items:
        assert not list(verifier.faults(place / "packages" / item.sha256))
    receipt = signed(receipt_of(known.transfer))
    (place / SIGNATURE).write_bytes(base64.b64decode(receipt.signature))
    (place / RECEIPT).write_text(receipt.text, encoding="utf-8")
    deliver_all(known, intake, packages, "another archive")
    assert known.recorded == []
    deliver_all(known, intake, packages, known.transfer.archive.name)
    assert known.transfer.state is TransferState.RECEIPTED
