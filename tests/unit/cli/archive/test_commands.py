"""Where files are fetched from, and what a fault says."""

from __future__ import annotations

from pathlib import Path

import click
import httpx
import pytest
from click.testing import CliRunner
from tests.unit.cli.archive.test_package import written

from cli.archive import commands, verifier
from cli.archive.commands import address_at

URL = "https://dvc.example/v1/files/f1/content?ticket=secret"


@pytest.mark.parametrize(
    ("gateway", "address"),
    [
        (None, URL),
        ("http://gateway:8080", "http://gateway:8080/v1/files/f1/content?ticket=secret"),
        ("http://gateway:8080/", "http://gateway:8080/v1/files/f1/content?ticket=secret"),
    ],
)
def test_a_file_is_fetched_at_the_gateway_that_is_named(gateway: str | None, address: str) -> None:
    assert address_at(gateway, URL) == address


def test_a_fault_of_http_tells_no_address(tmp_path: Path) -> None:
    class Refused:
        def pack(self, *_: object) -> Path:
            request = httpx.Request("GET", URL)
            raise httpx.HTTPStatusError(f"403 for {URL}", request=request, response=httpx.Response(403))

    with pytest.raises(click.ClickException) as fault:
        commands._packed(Refused(), "d1", tmp_path)  # type: ignore[arg-type]
    assert "HTTPStatusError" in fault.value.message
    assert "secret" not in fault.value.message


def test_verify_names_each_package_and_ends_with_1_where_one_is_not_whole(tmp_path: Path) -> None:
    bag = written(tmp_path)
    good = CliRunner().invoke(commands.archive, ["verify", str(bag)])
    assert (good.exit_code, good.output) == (0, f"{bag}: no fault\n")
    (bag / verifier.MANIFEST).write_text("")
    bad = CliRunner().invoke(commands.archive, ["verify", str(bag)])
    assert bad.exit_code == 1
    assert f"{bag}: {verifier.MANIFEST}" in bad.output
