"""Plain HTTP without a proxy: what we ask runs on this machine or was named by its operator."""

from __future__ import annotations

import urllib.error
import urllib.request

WITHOUT_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def responds_ok(url: str, seconds: float = 2.0) -> bool:
    """True for 200. False for any other answer, and for none."""
    try:
        with WITHOUT_PROXY.open(url, timeout=seconds) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False
