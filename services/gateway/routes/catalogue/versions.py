"""The versions of a procedure and their lives: draft, proposed, published, public, replaced, abolished."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from chassis.core.ids import new_id
from contracts import catalog
from contracts.base import DIGITS, Body, Method, Model, Page, PageRequest
from contracts.catalog import ProcedureVersion, PublicationFigures, VersionComparison, VersionSummary
from contracts.catalog.procedures import DraftVersionBody
from contracts.errors import ErrorCode, FieldError, ServiceError
from gateway.dependencies.caller import Anonymous, CurrentUser, OptionalUser
from gateway.http import path_params
from gateway.http.bodies import JsonRoute, body_of, default_body, fields, json_body
from gateway.http.headers import ExpectedVersion, IdempotencyKey, OptionalKey
from gateway.http.path_params import VersionNumber
from gateway.http.responses import json_response, page_response
from gateway.http.route_docs import TOKEN_OPTIONAL, answers, link, problems

router = APIRouter(prefix="/v1", tags=["catalogue"], route_class=JsonRoute)

_DECISION = {"number": "01/QĐ-MAU", "decided_on": "2026-10-01", "effective_from": "2026-11-02"}
_CONTENT = {
    "code": "1.001193",
    "name": "Đăng ký khai sinh",
    "promulgator": {"code": "G15", "name": "Bộ Tư pháp"},
    "fileable": True,
    "source": "decision",
    "sequence": ["Nộp hồ sơ", "Nhận kết quả"],
    "agencies": ["Ủy ban nhân dân cấp xã"],
    "subjects": ["Công dân Việt Nam"],
    "online_level": "full",
    "time_limits": [{"unit": "same_day"}],
    "components": [{"code": "TP01", "name": "Giấy chứng sinh", "required": True}],
}
_DRAFT_EXAMPLE = {"content": _CONTENT}
_SAME = {"code": "$response.body#/code", "version": "$response.body#/version"}
_READ = {"readVersion": link("readVersion", "The version.", **_SAME)}
_WRITES = (ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND, ErrorCode.GUARD_FAILED)


class VersionList(PageRequest):
    pass


class ComparisonQuery(Model):
    before: Annotated[int, Field(ge=1, le=999_999, description="The number of a version."), DIGITS]
    after: Annotated[int, Field(ge=1, le=999_999, description="The number of another."), DIGITS]


@dataclass(frozen=True)
class VersionAction:
    """One step of a version's life."""

    method: Method[Any, ProcedureVersion]
    path: str
    operation: str
    summary: str
    example: dict[str, Any]


VERSION_ACTIONS = (
    VersionAction(
        catalog.propose_version,
        "propose",
        "proposeVersion",
        "Propose a draft with its decision (trình công bố)",
        {"decision": _DECISION},
    ),
    VersionAction(catalog.publish_version, "publish", "publishVersion", "Publish (công bố)", {}),
    VersionAction(catalog.publicise_version, "publicise", "publiciseVersion", "Make public (công khai)", {}),
    VersionAction(
        catalog.abolish_procedure,
        "abolish",
        "abolishProcedure",
        "Abolish the procedure (bãi bỏ)",
        {"decision": _DECISION, "reason": "Căn cứ pháp lý hết hiệu lực."},
    ),
)


@router.get(
    "/procedures/{code}/versions",
    operation_id="listVersions",
    summary="List the versions of a procedure",
    response_model=Page[VersionSummary],
    responses=answers(200, "Link"),
    openapi_extra=TOKEN_OPTIONAL,
)
async def list_versions(
    request: Request, caller: OptionalUser, code: path_params.Code, query: Annotated[VersionList, Query()]
) -> Response:
    """Newest first. Drafts and proposals are shown to officers of the catalogue and administrators."""
    lookup = catalog.ListVersions(code=code, limit=query.limit, cursor=query.cursor)
    return page_response(request, await caller.call(catalog.list_versions, lookup))


@router.get(
    "/procedures/{code}/versions/{version}",
    operation_id="readVersion",
    summary="Read a version",
    response_model=ProcedureVersion,
    responses=answers(200, "ETag") | problems(ErrorCode.NOT_FOUND),
    openapi_extra=TOKEN_OPTIONAL,
)
async def read(caller: OptionalUser, code: path_params.Code, version: VersionNumber) -> Response:
    """With its whole content. Drafts are shown to those who may change them."""
    found = await caller.call(catalog.get_version, catalog.GetVersion(code=code, version=version))
    return json_response(found, version=found.revision)


@router.get(
    "/procedures/{code}/comparison",
    operation_id="compareVersions",
    summary="What differs between two versions",
    response_model=VersionComparison,
    responses=problems(ErrorCode.NOT_FOUND),
    openapi_extra=TOKEN_OPTIONAL,
)
async def compare(
    caller: OptionalUser, code: path_params.Code, query: Annotated[ComparisonQuery, Query()]
) -> Response:
    """Place by place; in a list of things with codes the code stands where the index would."""
    lookup = catalog.CompareVersions(code=code, before=query.before, after=query.after)
    found = await caller.call(catalog.compare_versions, lookup)
    return json_response(found)


@router.post(
    "/procedures/{code}/versions",
    operation_id="draftVersion",
    summary="Begin a new version",
    status_code=201,
    response_model=ProcedureVersion,
    responses=answers(201, "ETag", "Location", links=_READ) | problems(*_WRITES),
)
async def draft(
    caller: CurrentUser,
    code: path_params.Code,
    key: IdempotencyKey,
    body: Annotated[DraftVersionBody, json_body(_DRAFT_EXAMPLE)],
) -> Response:
    """By an officer of the catalogue of the promulgating ministry or province, or an administrator."""
    _check_code(code, body)
    made = await caller.call(catalog.draft_version, catalog.DraftVersion(command_id=key, **fields(body)))
    place = f"/v1/procedures/{code}/versions/{made.version}"
    return json_response(made, status=201, version=made.revision, location=place)


@router.put(
    "/procedures/{code}/versions/{version}",
    operation_id="redraftVersion",
    summary="Rewrite a draft",
    response_model=ProcedureVersion,
    responses=answers(200, "ETag", links=_READ) | problems(*_WRITES),
)
async def redraft(
    caller: CurrentUser,
    code: path_params.Code,
    version: VersionNumber,
    revisions: ExpectedVersion,
    body: Annotated[DraftVersionBody, json_body(_DRAFT_EXAMPLE)],
    key: OptionalKey = None,
) -> Response:
    """The whole content takes the place of the one before."""
    _check_code(code, body)

    async def redraft_at(revision: int) -> ProcedureVersion:
        command = catalog.DraftVersion(
            command_id=key or new_id(), version=version, expected_revision=revision, **fields(body)
        )
        return await caller.call(catalog.draft_version, command)

    made = await revisions.attempt(redraft_at)
    return json_response(made, version=made.revision)


@router.get(
    "/publication-figures",
    operation_id="readPublicationFigures",
    summary="How procedures were published",
    response_model=PublicationFigures,
    responses=problems(ErrorCode.CALENDAR_INCOMPLETE),
)
async def figures(caller: Anonymous, query: Annotated[catalog.GetPublicationFigures, Query()]) -> Response:
    """What indicators 1.1 to 1.3 of QĐ 766/QĐ-TTg count."""
    counted = await caller.call(catalog.get_publication_figures, query)
    return json_response(counted)


def _check_code(code: str, body: DraftVersionBody) -> None:
    if body.content.code != code:
        wrong = FieldError(pointer="/content/code", code="not_the_path", detail="Not the code of the path.")
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))


def _add_route(action: VersionAction) -> None:
    command, body_type = action.method.request, body_of(action.method.request)
    default = default_body(body_type)

    async def endpoint(
        caller: CurrentUser,
        code: path_params.Code,
        version: VersionNumber,
        key: IdempotencyKey,
        revisions: ExpectedVersion,
        body: Annotated[Body, json_body(action.example, body_type)] = default,
    ) -> Response:
        async def act_on(revision: int) -> ProcedureVersion:
            request = command(
                command_id=key, code=code, version=version, expected_revision=revision, **fields(body)
            )
            changed: ProcedureVersion = await caller.call(action.method, request)
            return changed

        changed = await revisions.attempt(act_on)
        return json_response(changed, version=changed.revision)

    router.add_api_route(
        f"/procedures/{{code}}/versions/{{version}}/{action.path}",
        endpoint,
        methods=["POST"],
        operation_id=action.operation,
        summary=action.summary,
        description=body_type.__doc__,
        response_model=ProcedureVersion,
        responses=answers(200, "ETag", links=_READ) | problems(*_WRITES),
    )


for _action in VERSION_ACTIONS:
    _add_route(_action)
