"""A dossier through its life with models of datamodel-code-generator, over httpx. It ends with code 0, or raises."""

import json
import os
import secrets
import uuid
from pathlib import Path
from typing import TypeVar

import httpx
import motcua_models as models
from pydantic import BaseModel

SETTING = json.loads(os.environ["MOTCUA_WALK"])
HTTP = httpx.Client(base_url=SETTING["url"], timeout=30, trust_env=False)
ModelT = TypeVar("ModelT", bound=BaseModel)


def get(path: str, answer: type[ModelT], token: str = "", **params: str) -> ModelT:
    response = HTTP.get(path, params=params, headers=bearer(token))
    assert response.status_code == 200, response.text
    return answer.model_validate_json(response.content)


def post(
    path: str, body: BaseModel | None, answer: type[ModelT], token: str = "", version: int = 0
) -> ModelT:
    headers = {"Idempotency-Key": uuid.uuid4().hex, "Content-Type": "application/json", **bearer(token)}
    if version:
        headers["If-Match"] = f'"{version}"'
    content = body.model_dump_json(exclude_unset=True) if body is not None else ""
    response = HTTP.post(path, content=content, headers=headers)
    assert response.status_code in (200, 201), response.text
    return answer.model_validate_json(response.content)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def log_in(login: str, password: str) -> str:
    body = models.LogInBody(login=login, password=password)
    return post("/v1/sessions", body, models.TokenPair).access_token


def upload(token: str) -> str:
    content = Path(SETTING["paper"]).read_bytes()
    opened = post(
        "/v1/files", models.OpenUploadBody(name="giay-to.pdf", size=len(content)), models.Upload, token
    )
    response = HTTP.put(
        opened.upload_url, content=content, headers={"Content-Type": "application/octet-stream"}
    )
    return models.FileInfo.model_validate_json(response.content).file_id


def act(token: str, name: str, dossier: models.Dossier, body: BaseModel | None = None) -> models.Dossier:
    path = f"/v1/dossiers/{dossier.dossier_id}/{name}"
    return post(path, body, models.Dossier, token, dossier.version)


number, password = f"001{secrets.randbelow(10**9):09d}", secrets.token_urlsafe(15)
registration = models.RegisterCitizenBody(
    personal_number=number, full_name="Nguyễn Văn An", password=password
)
account = post("/v1/accounts", registration, models.Account)
citizen = log_in(number, password)
desk = log_in(SETTING["desk"]["login"], SETTING["desk"]["password"])
office = log_in(SETTING["office"]["login"], SETTING["office"]["password"])

proof = models.ProveNumberBody(
    code=post("/v1/me/desk-code", None, models.DeskCode, citizen).code,
    personal_number=number,
    full_name="Nguyễn Văn An",
    paper=models.SeenPaperInput(kind=models.IdentityPaperKind.identity_card, number=number),
)
assert post("/v1/desk/identity-proofs", proof, models.NumberProof, desk).assurance == 2
citizen = log_in(number, password)

found = get("/v1/procedures", models.ProcedureSearchResults, q=SETTING["procedure"])
assert found.items[0].code == SETTING["procedure"]
assert get(f"/v1/procedures/{SETTING['procedure']}", models.Procedure).components

dossier = post(
    "/v1/dossiers",
    models.SubmitDossierBody(
        procedure_code=SETTING["procedure"],
        agency_code=SETTING["agency"],
        form_data={**SETTING["form_data"], "personal_number": number},
        papers=[models.PaperRefInput(component_code=SETTING["component"], file_id=upload(citizen))],
        return_method=models.ReturnMethod.online,
    ),
    models.Dossier,
    citizen,
)
dossier = act(desk, "accept", dossier, models.AcceptBody(receipt_number=f"BL-{number}"))
dossier = act(office, "start-processing", dossier)
for step in dossier.steps:
    dossier = act(office, "complete-step", dossier, models.CompleteStepBody(step_code=step.code))
result = models.IssueResultBody(
    outcome=models.ResultOutcome.approved,
    result_code="KQ.G01.000065",
    number="15/TB-CAP",
    file_id=upload(office),
)
dossier = act(office, "issue-result", dossier, result)
handed = models.ReturnResultBody(recipient="Nguyễn Văn An", method=models.ReturnMethod.online)
dossier = act(desk, "return-result", dossier, handed)

read = get(f"/v1/dossiers/{dossier.dossier_id}", models.Dossier, citizen)
assert read.status is models.DossierStatus.returned
history = get(f"/v1/dossiers/{dossier.dossier_id}/history", models.HistoryEntryPage, citizen)
assert len(history.items) == read.version

refused = HTTP.get("/v1/dossiers/none", headers=bearer(citizen))
assert models.Problem.model_validate_json(refused.content).code is models.ErrorCode.not_found
print(read.code, read.status)
