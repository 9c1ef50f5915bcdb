"""The search thesaurus: the words that people use, and what they stand for (từ điển tìm kiếm)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from chassis.core.etags import Tags
from contracts import catalog
from contracts.catalog import SaveSearchThesaurusBody, SearchThesaurus
from contracts.errors import ErrorCode
from gateway.dependencies.caller import Catalogue, CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey, if_match_header, if_match_tags, version_or_none
from gateway.http.responses import PUBLIC, json_response
from gateway.http.route_docs import answers, problems

router = APIRouter(prefix="/v1/search-thesaurus", tags=["catalogue"], route_class=JsonRoute)

_SAVE_EXAMPLE = {
    "synonyms": [{"terms": ["bằng lái", "GPLX", "driving licence"], "means": ["giấy phép lái xe"]}],
    "stop_words": ["làm", "ở đâu"],
    "qualifiers": ["thu hồi", "có yếu tố nước ngoài"],
    "common": [{"code": "1.001193", "weight": 3}],
}


def _seen(
    request: Request,
    if_match: Annotated[  # noqa: ARG001  declared here, read in all its lines below
        str,
        if_match_header(
            '"1"',
            'The ETag of the version that you have seen ("0" when none was saved), several of them, or `*`.',
        ),
    ],
) -> Tags:
    return if_match_tags(request)


@router.get(
    "",
    operation_id="readSearchThesaurus",
    summary="Read the search thesaurus",
    response_model=SearchThesaurus,
    responses=answers(200, "ETag"),
)
async def read(caller: Catalogue) -> Response:
    """Synonyms, stop words, qualifiers and common procedures, as the search takes them into account."""
    found = await caller.call(catalog.get_search_thesaurus, catalog.GetSearchThesaurus())
    return json_response(found, version=found.version, cache=PUBLIC)


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
    seen: Annotated[Tags, Depends(_seen)],
    body: Annotated[SaveSearchThesaurusBody, json_body(_SAVE_EXAMPLE)],
) -> Response:
    """By an administrator or an officer of the catalogue. It takes the place of the whole one before.

    The next search of every process follows it. Words typed with diacritics agree only with the same ones here; words
    typed without agree with all.
    """

    current = (
        await caller.call(catalog.get_search_thesaurus, catalog.GetSearchThesaurus()) if seen.any else None
    )
    versions = version_or_none(seen, current.version if current else 0)
    saved = await caller.call_at(catalog.save_search_thesaurus, versions, command_id=key, **fields(body))
    return json_response(saved, version=saved.version)
