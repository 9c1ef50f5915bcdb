"""What may go wrong at a provider, to order: a fault is set for the next log-in, and gone after it."""

from enum import StrEnum


class Fault(StrEnum):
    NONE = "none"
    WRONG_NONCE = "wrong_nonce"
    WRONG_ISSUER = "wrong_issuer"
    WRONG_AUDIENCE = "wrong_audience"
    WRONG_AZP = "wrong_azp"
    WRONG_AT_HASH = "wrong_at_hash"
    EXPIRED = "expired"
    FROM_THE_FUTURE = "from_the_future"
    SKEWED = "skewed"  # by less than clocks may differ
    UNKNOWN_KEY = "unknown_key"  # signed by a key that is not published
    SYMMETRIC = "symmetric"  # HS256 with the published key as its secret
    UNSIGNED = "unsigned"
    NO_LEVEL = "no_level"
    OTHER_USER = "other_user"  # user info of somebody else
    SLOW = "slow"  # no answer until the client has gone
    ERROR = "error"  # HTTP 500
    NONSENSE = "nonsense"  # no JSON
    REDIRECT = "redirect"
