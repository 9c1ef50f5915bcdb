"""schemathesis against the running system: every operation of the OpenAPI document, right and wrong requests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.support.portal.dossier_case import DossierCase

from devstack.servers.mongo import REPO
from devstack.system import System
from devstack.walk import people
from devstack.walk.gateway_client import User

HOOKS = Path(__file__).with_name("schema_hooks.py")
SECONDS = 900
"""A bound, not a measure: on two quiet cores a run takes a fraction of it."""
OFFICE = "^/v1/(dossiers|desk|papers)"
"""Where an officer finds more than a citizen: behind the door that the citizen does not pass."""

CONFIGURATION = """\
hooks = "{hooks}"
seed = 20261102

[auth.openapi.access_token]
bearer = "${{MOTCUA_TEST_TOKEN}}"

[checks.missing_required_header]
expected-statuses = [400, 401, 403, 415, 422, 428]

[checks.negative_data_rejection]
# Its own, and 413: what is larger than any body may be is refused before anybody looks at its schema.
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429, "5xx"]

[parameters]
{parameters}
"""


def run(folder: Path, system: System, person: User, phases: str, only: str = ".*", **parameters: str) -> None:
    """Fails with what schemathesis found. `only` are the paths asked; `parameters` things that there are, by the name
    of their id."""
    given = "\n".join(f'"{name}" = "{value}"' for name, value in parameters.items())
    configuration = folder / "schemathesis.toml"
    configuration.write_text(CONFIGURATION.format(hooks=HOOKS, parameters=given), encoding="utf-8")
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(configuration), "run"),
        *(f"{system.gateway_url}/openapi.json", "--phases", phases, "--max-examples", "3", "--no-shrink"),
        *("--warnings", "off", "--include-path-regex", only),
        *("--exclude-operation-id", "endSession", "--exclude-operation-id", "endSessions"),  # its own
    ]
    ended = subprocess.run(
        command,
        env=environment(person),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout[-12_000:] + ended.stderr[-2_000:]


def environment(person: User) -> Mapping[str, str]:
    return {**os.environ, "PYTHONPATH": str(REPO / "services"), "MOTCUA_TEST_TOKEN": person.token}


@pytest.mark.timeout(SECONDS + 20)
@pytest.mark.deep
@pytest.mark.parametrize("phases", ["examples", "coverage", "fuzzing,stateful"])
def test_a_citizen_finds_every_operation_as_documented(
    system: System, citizen: User, tmp_path: Path, phases: str
) -> None:
    run(tmp_path, system, citizen, phases)


@pytest.mark.timeout(SECONDS + 20)
@pytest.mark.deep
@pytest.mark.parametrize("phases", ["examples", "fuzzing"])
def test_an_officer_finds_every_act_as_documented(
    system: System, case: DossierCase, administrator: User, tmp_path: Path, phases: str
) -> None:
    dossier_id = case.submitted()["dossier_id"]
    officer = people.officer(administrator, "Vũ Thị Giang", ["reception", "processing", "leader"])
    run(tmp_path, system, officer, phases, OFFICE, **{"path.dossier_id": dossier_id})
