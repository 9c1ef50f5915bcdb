"""The search thesaurus: the words that people use, and what they stand for (từ điển tìm kiếm)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header
from starlette.responses import Response

from contracts import catalog
from contracts.catalog import SaveSearchThesaurusBody, SearchThesaurus
from contracts.errors import ErrorCode
from gateway.dependencies.caller import Anonymous, CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey, IfNoneMatch
from gateway.http.responses import PUBLIC, conditional_response, json_response
from gateway.http.route_docs import answers, problems

router = APIRouter(prefix="/v1/search-thesaurus", tags=["catalogue"], route_class=JsonRoute)

_SAVE_EXAMPLE = {
    "synonyms": [{"terms": ["bằng lái", "GPLX", "driving licence"], "means": ["giấy phép lái xe"]}],
    "stop_words": ["làm", "ở đâu"],
    "qualifiers": ["thu hồi", "có yếu tố nước ngoài"],
    "common": [{"code": "1.001193", "weight": 3}],
}


def _seen_version(
    if_match: Annotated[
        str,
        Header(
            alias="If-Match",
            pattern=r'^"[0-9]{1,9}"$',
            description='The ETag of the version that you have seen; "0" when none was saved.',
            examples=['"1"'],
        ),
    ],
) -> int:
    return int(if_match.strip('"'))


@router.get(
    "",
    operation_id="readSearchThesaurus",
    summary="Read the search thesaurus",
    response_model=SearchThesaurus,
    responses=answers(200, "ETag"),
)
async def read(caller: Anonymous, if_none_match: IfNoneMatch = None) -> Response:
    """Synonyms, stop words, qualifiers and common procedures, as the search takes them into account."""
    found = await caller.call(catalog.get_search_thesaurus, catalog.GetSearchThesaurus())
    return conditional_response(found, found.version, if_none_match, cache=PUBLIC)


@router.put(
    "",
    operation_id="saveSearchThesaurus",
    summary="Save the search thesaurus",
    response_model=SearchThesaurus,
    responses=answers(200, "ETag") | problems(ErrorCode.FORBIDDEN, ErrorCode.VERSION_STALE),
)
async def save(
    caller: CurrentUser,
    key: IdempotencyKey,
    version: Annotated[int, Depends(_seen_version)],
    body: Annotated[SaveSearchThesaurusBody, json_body(_SAVE_EXAMPLE)],
) -> Response:
    """By an administrator or an officer of the catalogue. It takes the place of the whole one before.

    The next search of every process follows it. Words typed with diacritics agree only with the same ones here; words
    typed without agree with all.
    """
    command = catalog.SaveSearchThesaurus(command_id=key, expected_version=version, **fields(body))
    saved = await caller.call(catalog.save_search_thesaurus, command)
    return json_response(saved, version=saved.version)
