"""What the simulator must be told."""

from pydantic import Field, SecretStr

from chassis.core.settings import Configuration


class VnpaySettings(Configuration):
    """`vnpay_ipn_retry_s` is the wait before the second call; each further wait is twice as long."""

    http_host: str = "127.0.0.1"
    http_port: int
    vnpay_tmn_code: str
    vnpay_hash_secret: SecretStr
    vnpay_ipn_url: str
    vnpay_ipn_attempts: int = Field(default=10, ge=1)
    vnpay_ipn_retry_s: float = Field(default=1.0, gt=0)
    vnpay_ipn_late_s: float = Field(default=5.0, ge=0)
