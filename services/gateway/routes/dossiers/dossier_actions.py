"""Acts on a dossier: one route for each row of the table, all of one shape."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from contracts.base import Body
from contracts.dossiers import Dossier
from contracts.errors import ErrorCode
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, default_body, fields, json_body
from gateway.http.headers import ExpectedVersion, IdempotencyKey
from gateway.http.path_params import DossierId
from gateway.http.responses import json_response
from gateway.http.route_docs import answers, problems
from gateway.routes.dossiers.action_table import ACTIONS, DOSSIER_LINKS, ActionRoute
from gateway.routes.dossiers.dossiers import dossier_etag

router = APIRouter(prefix="/v1", tags=["dossiers"], route_class=JsonRoute)


_COMMON = (ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN, ErrorCode.ILLEGAL_TRANSITION, ErrorCode.GUARD_FAILED)


def _add_route(act: ActionRoute) -> None:
    default = default_body(act.body)

    async def endpoint(
        caller: CurrentUser,
        dossier_id: DossierId,
        key: IdempotencyKey,
        versions: ExpectedVersion,
        body: Annotated[Body, json_body(act.example, act.body)] = default,
    ) -> Response:
        dossier: Dossier = await caller.call_at(
            act.method, versions, command_id=key, dossier_id=dossier_id, **fields(body)
        )
        return json_response(dossier, version=dossier_etag(dossier))

    router.add_api_route(
        act.path,
        endpoint,
        methods=["POST"],
        operation_id=act.operation,
        summary=act.summary,
        description=act.body.__doc__,
        response_model=Dossier,
        responses=answers(200, "ETag", links=DOSSIER_LINKS) | problems(*_COMMON, *act.problems),
    )


for _act in ACTIONS:
    _add_route(_act)
