"""What front ends of other origins may send and read (CORS, Fetch standard 3.2)."""

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
REQUEST_HEADERS = (
    "Accept-Language",
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "If-Range",
    "Last-Event-ID",
    "Range",
    "Reading-Ground",
    "traceparent",
    "tracestate",
)
"""Every header that an operation takes, and those that HTTP gives to all of them."""
EXPOSED_HEADERS = (
    "Accept-Ranges",
    "Allow",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Length",
    "Content-Range",
    "ETag",
    "Link",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "traceparent",
    "Vary",
    "WWW-Authenticate",
)
"""Every header that an answer bears, but those that a browser shows by itself."""
PREFLIGHT_S = 600
