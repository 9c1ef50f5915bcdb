"""Entity tags as callers send them back: one or several, strong or weak, or `*` (RFC 9110 8.8.3, 13.1)."""

import re
from dataclasses import dataclass

HEADER_PATTERN = r'^[ \t]*(\*|((W/)?"[\x21\x23-\x7e\x80-\xff]*"[ \t]*(,[ \t]*|$))+)[ \t]*$'
"""A header of entity tags."""
_HEADER = re.compile(HEADER_PATTERN)
_TAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
_CODING = re.compile(r"(?:--?|;)(?:gzip|br|zstd|deflate)$")
"""What servers on the way append to the tag of what they compress (Apache, Jetty)."""


@dataclass(frozen=True)
class Tags:
    """`any`: the header is `*`. `opaque`: what stands between the quotes, in the order of the header."""

    any: bool = False
    opaque: tuple[str, ...] = ()


def parse_tags(header: str) -> Tags | None:
    """None for what is no list of entity tags.

    Our tags name versions, not bytes: one that a proxy made weak, or marked with a coding, when it compressed the answer
    still names the version that its reader saw. So a weak tag is as good as a strong one here, in If-Match too.
    """
    if not _HEADER.match(header):
        return None
    if header.strip() == "*":
        return Tags(any=True)
    return Tags(opaque=tuple(_CODING.sub("", tag) for tag in _TAG.findall(header)))


def etag(version: int | str) -> str:
    """A strong entity tag."""
    return f'"{version}"'


def is_held(if_none_match: str, current: str) -> bool:
    """Whether the caller holds the answer whose ETag is `current`."""
    held, tags = parse_tags(if_none_match), parse_tags(current)
    if held is None or tags is None:
        return False
    return held.any or not set(held.opaque).isdisjoint(tags.opaque)
