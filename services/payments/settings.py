"""What the payments service must be told to start."""

from datetime import timedelta

from pydantic import AnyHttpUrl, Field, SecretStr

from chassis.core.settings import Settings
from payments.providers.vnpay.merchant import VnpayMerchant


class PaymentsSettings(Settings):
    """`order_lifetime_s` is how long a person has to pay an order; the questions to VNPAY follow from it."""

    vnpay_tmn_code: str = Field(min_length=1, max_length=20)
    vnpay_hash_secret: SecretStr
    vnpay_pay_url: AnyHttpUrl
    vnpay_api_url: AnyHttpUrl
    vnpay_return_url: AnyHttpUrl
    vnpay_timeout_s: float = Field(default=10.0, gt=0)
    order_lifetime_s: float = Field(default=900.0, gt=0)

    @property
    def order_lifetime(self) -> timedelta:
        return timedelta(seconds=self.order_lifetime_s)

    @property
    def merchant(self) -> VnpayMerchant:
        return VnpayMerchant(
            tmn_code=self.vnpay_tmn_code,
            secret=self.vnpay_hash_secret.get_secret_value(),
            pay_url=str(self.vnpay_pay_url),
            return_url=str(self.vnpay_return_url),
        )
