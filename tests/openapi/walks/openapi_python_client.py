"""A dossier through its life by a client of openapi-python-client. It ends with code 0, or raises."""

import io
import json
import os
import secrets
import uuid
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

from motcua_client import AuthenticatedClient, Client
from motcua_client.api.accounts import issue_desk_code, prove_number, register_citizen
from motcua_client.api.catalogue import read_procedure, search_procedures
from motcua_client.api.dossiers import (
    accept_dossier,
    complete_step,
    issue_result,
    read_dossier,
    read_history,
    return_result,
    start_processing,
    submit_dossier,
)
from motcua_client.api.files import open_upload, upload_content
from motcua_client.api.sessions import log_in
from motcua_client.models import (
    AcceptBody,
    CompleteStepBody,
    Dossier,
    ErrorCode,
    IdentityPaperKind,
    IssueResultBody,
    LogInBody,
    OpenUploadBody,
    PaperRefInput,
    Problem,
    ProveNumberBody,
    RegisterCitizenBody,
    ResultOutcome,
    ReturnMethod,
    ReturnResultBody,
    SeenPaperInput,
    SubmitDossierBody,
    SubmitDossierBodyFormData,
    TokenPair,
)
from motcua_client.types import File

SETTING = json.loads(os.environ["MOTCUA_WALK"])
T = TypeVar("T")


def must(answer: T | Problem | None) -> T:
    """The answer itself. Raises AssertionError for a problem."""
    assert answer is not None, "no answer that the document knows"
    assert not isinstance(answer, Problem), f"{answer.code}: {answer.detail}"
    return answer


def key() -> str:
    return uuid.uuid4().hex


def signed_in(login: str, password: str) -> AuthenticatedClient:
    tokens = must(log_in.sync(client=Client(SETTING["url"]), body=LogInBody(login=login, password=password)))
    assert isinstance(tokens, TokenPair), "a second factor is needed"
    return AuthenticatedClient(SETTING["url"], tokens.access_token)


def upload(client: AuthenticatedClient) -> str:
    content = Path(SETTING["paper"]).read_bytes()
    body = OpenUploadBody(name="giay-to.pdf", size=len(content))
    opened = must(open_upload.sync(client=client, body=body, idempotency_key=key()))
    ticket = parse_qs(urlsplit(opened.upload_url).query)["ticket"][0]
    stored = must(
        upload_content.sync(
            opened.file_id, client=client, ticket=ticket, body=File(payload=io.BytesIO(content))
        )
    )
    return stored.file_id


def tag(dossier: Dossier) -> str:
    return f'"{dossier.version}"'


number, password = f"001{secrets.randbelow(10**9):09d}", secrets.token_urlsafe(15)
account = must(
    register_citizen.sync(
        client=Client(SETTING["url"]),
        body=RegisterCitizenBody(personal_number=number, full_name="Nguyễn Văn An", password=password),
        idempotency_key=key(),
    )
)
citizen = signed_in(number, password)
desk = signed_in(SETTING["desk"]["login"], SETTING["desk"]["password"])
office = signed_in(SETTING["office"]["login"], SETTING["office"]["password"])

proof = must(
    prove_number.sync(
        client=desk,
        body=ProveNumberBody(
            code=must(issue_desk_code.sync(client=citizen)).code,
            personal_number=number,
            full_name="Nguyễn Văn An",
            paper=SeenPaperInput(kind=IdentityPaperKind.IDENTITY_CARD, number=number),
        ),
        idempotency_key=key(),
    )
)
assert proof.assurance == 2
citizen = signed_in(number, password)

anybody = Client(SETTING["url"])
found = must(search_procedures.sync(client=anybody, q=SETTING["procedure"]))
assert found.items[0].code == SETTING["procedure"]
assert must(read_procedure.sync(SETTING["procedure"], client=anybody)).components

form = SubmitDossierBodyFormData.from_dict({**SETTING["form_data"], "personal_number": number})
dossier = must(
    submit_dossier.sync(
        client=citizen,
        body=SubmitDossierBody(
            procedure_code=SETTING["procedure"],
            agency_code=SETTING["agency"],
            form_data=form,
            papers=[PaperRefInput(component_code=SETTING["component"], file_id=upload(citizen))],
            return_method=ReturnMethod.ONLINE,
        ),
        idempotency_key=key(),
    )
)
dossier_id = dossier.dossier_id
dossier = must(
    accept_dossier.sync(
        dossier_id,
        client=desk,
        body=AcceptBody(receipt_number=f"BL-{number}"),
        idempotency_key=key(),
        if_match=tag(dossier),
    )
)
dossier = must(start_processing.sync(dossier_id, client=office, idempotency_key=key(), if_match=tag(dossier)))
for step in dossier.steps:
    dossier = must(
        complete_step.sync(
            dossier_id,
            client=office,
            body=CompleteStepBody(step_code=step.code),
            idempotency_key=key(),
            if_match=tag(dossier),
        )
    )
dossier = must(
    issue_result.sync(
        dossier_id,
        client=office,
        body=IssueResultBody(
            outcome=ResultOutcome.APPROVED,
            result_code="KQ.G01.000065",
            number="15/TB-CAP",
            file_id=upload(office),
        ),
        idempotency_key=key(),
        if_match=tag(dossier),
    )
)
must(
    return_result.sync(
        dossier_id,
        client=desk,
        body=ReturnResultBody(recipient="Nguyễn Văn An", method=ReturnMethod.ONLINE),
        idempotency_key=key(),
        if_match=tag(dossier),
    )
)

read = must(read_dossier.sync(dossier_id, client=citizen))
assert read.status == "returned", read.status
history = must(read_history.sync(dossier_id, client=citizen))
assert len(history.items) == read.version

refused = read_dossier.sync("none", client=citizen)
assert isinstance(refused, Problem)
assert refused.code == ErrorCode.NOT_FOUND
print(read.code, read.status)
