"""What people call the values of answers: states, actions, kinds, in the caller's language."""

from fastapi import APIRouter, Depends
from starlette.responses import Response

from contracts.labels import Labels, labels_in
from gateway.dependencies.caller import Anonymous, unchanging
from gateway.http.responses import PUBLIC, json_response
from gateway.http.route_docs import answers

router = APIRouter(prefix="/v1", tags=["labels"], dependencies=[Depends(unchanging)])


@router.get(
    "/labels",
    operation_id="readLabels",
    summary="Words of all values",
    response_model=Labels,
    responses=answers(200, "ETag", "Content-Language"),
)
async def read_labels(caller: Anonymous) -> Response:
    """By enum and value, in the language of Accept-Language: `enums.dossier_status.accepted`, `enums.dossier_action.rate`.

    The names are those of this document in small letters. A value of a later release may come that is not among them.
    """
    language = caller.locale
    return json_response(labels_in(language), cache=PUBLIC, language=language)
