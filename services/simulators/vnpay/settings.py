"""Settings of this simulator."""

from pydantic import Field, SecretStr

from chassis.core.setting_types import Url
from simulators.server import SimulatorSettings


class VnpaySettings(SimulatorSettings):
    """Settings of the simulator of VNPAY."""

    vnpay_tmn_code: str = Field(pattern="^[A-Za-z0-9]{4,20}$")
    """The merchant's code."""
    vnpay_hash_secret: SecretStr = Field(min_length=16)
    """The key that payments are signed with."""
    vnpay_ipn_url: Url
    """Where it tells of payments (IPN)."""
    vnpay_ipn_attempts: int = Field(default=10, ge=1, le=1000)
    """How often it tells of a payment at most."""
    vnpay_ipn_retry_s: float = Field(default=1.0, gt=0, le=3600)
    """The wait before the second call, in seconds; each further wait is twice as long."""
    vnpay_ipn_late_s: float = Field(default=5.0, ge=0, le=3600)
    """How late the call comes where it is to be late, in seconds."""
