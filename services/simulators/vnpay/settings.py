"""Settings of this simulator."""

from pydantic import Field, SecretStr

from simulators.server import SimulatorSettings


class VnpaySettings(SimulatorSettings):
    """`vnpay_ipn_retry_s` is the wait before the second call; each further wait is twice as long."""

    vnpay_tmn_code: str
    vnpay_hash_secret: SecretStr
    vnpay_ipn_url: str
    vnpay_ipn_attempts: int = Field(default=10, ge=1)
    vnpay_ipn_retry_s: float = Field(default=1.0, gt=0)
    vnpay_ipn_late_s: float = Field(default=5.0, ge=0)
