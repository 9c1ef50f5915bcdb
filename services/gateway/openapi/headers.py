"""The headers of answers as the document describes them, each once under `components.headers`."""

from typing import Any


def _header(description: str, example: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}, "example": example}


HEADERS: dict[str, dict[str, Any]] = {
    "traceparent": _header(
        "The trace of this request (W3C Trace Context).",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    ),
    "RateLimit-Policy": _header(
        "Which limits count this request: `q` requests in `w` seconds (draft-ietf-httpapi-ratelimit-headers).",
        '"client";q=3000;w=60, "account";q=600;w=60',
    ),
    "RateLimit": _header(
        "How many requests remain now (`r`), and in how many seconds there is room for more (`t`).",
        '"client";r=2999;t=42, "account";r=599;t=42',
    ),
    "ETag": _header("The version of what is answered: send it back as If-Match or If-None-Match.", '"3"'),
    "Link": _header(
        'The next page, `rel="next"` (RFC 8288); absent on the last.',
        '</v1/dossiers?cursor=WyJhIl0>; rel="next"',
    ),
    "Location": _header("The address of what was made.", "/v1/dossiers/0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55"),
    "Retry-After": _header("Whole seconds to wait before another try.", "2"),
    "Content-Language": _header("The language of the texts: `vi` or `en`, as Accept-Language asked.", "en"),
    "WWW-Authenticate": _header("How to authenticate (RFC 6750).", 'Bearer realm="motcua"'),
    "Content-Disposition": _header("The name of the file (RFC 6266).", 'attachment; filename="ket-qua.pdf"'),
    "Content-Length": _header("Bytes of the body.", "48213"),
    "Content-Range": _header("Which bytes of how many (RFC 9110 14.4).", "bytes 0-1023/48213"),
    "Accept-Ranges": _header("`bytes`: a part of it may be asked for by Range.", "bytes"),
}

ALWAYS = ("traceparent",)
COUNTED = ("RateLimit", "RateLimit-Policy")
"""Of every answer to a request that is counted."""


def references(*names: str) -> dict[str, Any]:
    """`headers` of a response."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
