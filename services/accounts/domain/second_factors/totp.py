"""Time-based one-time passwords (TOTP, RFC 6238): SHA-1, six digits, steps of 30 seconds, as every app makes them."""

import hmac
import io
from datetime import datetime

import pyotp
import segno

STEP_S = 30
ISSUER = "Motcua"
_SECRET_LENGTH = 32
_WINDOW = (0, -1, 1)
"""Steps besides the present one: clocks differ, and codes take time to be typed."""


def new_secret() -> str:
    """160 random bits in base32 (RFC 4226, 4)."""
    return pyotp.random_base32(_SECRET_LENGTH)


def step_at(at: datetime) -> int:
    return int(at.timestamp()) // STEP_S


def accepted_step(secret: str, code: str, last_step: int, at: datetime) -> int | None:
    """The step whose code was shown; None for a wrong code, and for one of a step that is not after `last_step`.

    In a time that does not depend on how much of the code is right.
    """
    totp = pyotp.TOTP(secret)
    found = None
    for offset in _WINDOW:
        step = step_at(at) + offset
        right = hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())
        if right and step > last_step and found is None:
            found = step
    return found


def otpauth_uri(secret: str, login: str) -> str:
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def qr_svg(uri: str) -> str:
    """An SVG picture."""
    out = io.BytesIO()
    segno.make(uri, error="m", micro=False).save(out, kind="svg", scale=5, xmldecl=False)
    return out.getvalue().decode()
