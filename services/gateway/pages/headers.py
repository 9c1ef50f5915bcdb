"""The headers of a page for people."""

from contracts.accounts import Locale
from gateway.http.responses import NO_STORE, language_headers

POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""The page brings its own style, and nothing else is loaded or run."""


def page_headers(language: Locale, *also_varies_by: str) -> dict[str, str]:
    spoken = language_headers(language)
    vary = ", ".join((*also_varies_by, spoken["vary"]))
    return {"cache-control": NO_STORE, "content-security-policy": POLICY, **spoken, "vary": vary}
