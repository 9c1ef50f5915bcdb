"""The forms of the starter, drawn by a common renderer in a real browser: what a person sees and fills in is sent."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.support.catalog.forms import FORMS

from devstack.install import chromium
from devstack.servers.mongo import REPO
from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, User
from devstack.walk.pdf import pdf

pytestmark = [pytest.mark.clients, pytest.mark.timeout(600)]

TOOLS = REPO / "tests" / "forms"
SECONDS = 300
Json = dict[str, Any]


@pytest.fixture(scope="module")
def forms(portal: GatewayClient) -> dict[str, Json]:
    """As anybody reads them from the portal, by procedure."""
    return {code: portal.get(f"/v1/procedures/{code}")["form_schema"] for code in FORMS}


@pytest.fixture(scope="module")
def outcomes(forms: dict[str, Json], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Json]:
    """What the person at the page saw and sent, by procedure."""
    folder = tmp_path_factory.mktemp("forms")
    build = (
        "--bundle",
        "--jsx=automatic",
        '--define:process.env.NODE_ENV="production"',
        "--log-level=warning",
    )
    run([TOOLS / "node_modules/.bin/esbuild", "page.jsx", *build, f"--outfile={folder / 'page.js'}"])
    page = folder / "index.html"
    page.write_text((TOOLS / "index.html").read_text(encoding="utf-8"), encoding="utf-8")
    work = [
        {
            "code": code,
            "schema": form,
            "values": by_label(form, FORMS[code]),
            "picture": str(folder / f"{code}.png"),
        }
        for code, form in forms.items()
    ]
    inquiry = {"page": str(page), "browser": str(chromium.require()), "forms": work}
    found: dict[str, Json] = json.loads(run(["node", "person.mjs"], json.dumps(inquiry)))
    return found


def run(command: list[Path | str], given: str = "") -> str:
    """Its output. Fails with what it printed when it fails."""
    ended = subprocess.run(
        command, cwd=TOOLS, input=given, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert ended.returncode == 0, f"{command}\n{ended.stdout[-3000:]}\n{ended.stderr[-3000:]}"
    return ended.stdout


def by_label(form: Json, data: Json) -> Json:
    """Values and choices as a person knows them: by the titles."""
    fields = {name: form["properties"][name] for name in data}
    return {
        field["title"]: next(
            (each["title"] for each in field.get("oneOf", ()) if each["const"] == data[name]), data[name]
        )
        for name, field in fields.items()
    }


def test_every_field_is_seen_in_the_order_of_the_form(
    forms: dict[str, Json], outcomes: dict[str, Json]
) -> None:
    for code, form in forms.items():
        titles = [form["properties"][name]["title"] for name in form["x-order"]]
        seen = [label for label in outcomes[code]["labels"] if label in titles]
        assert seen == titles, code


def test_nothing_is_sent_that_nobody_has_chosen(forms: dict[str, Json], outcomes: dict[str, Json]) -> None:
    for code, form in forms.items():
        empty = outcomes[code]["empty"]
        refused = {place.strip(".").partition(".")[0] for place in empty["refused"]}
        assert (empty["sent"], refused) == (None, set(form["required"])), code


def test_what_a_person_fills_in_is_what_is_sent(outcomes: dict[str, Json]) -> None:
    for code, filled in FORMS.items():
        assert (outcomes[code]["sent"], outcomes[code]["refused"]) == (filled, None), code


def test_what_is_sent_is_taken(outcomes: dict[str, Json], citizen: User) -> None:
    filing = people.submission(citizen, citizen.upload("nha.pdf", pdf("Giay to")))
    sent = outcomes[people.PROCEDURE]["sent"] | {"personal_number": filing["form_data"]["personal_number"]}
    dossier = citizen.post("/v1/dossiers", {**filing, "form_data": sent})
    assert citizen.get(f"/v1/dossiers/{dossier['dossier_id']}")["form_data"] == sent
