"""Settings of this simulator."""

from pydantic import Field, SecretStr

from chassis.core.setting_types import OptionalUrl, Url
from simulators.server import SimulatorSettings


class WalletsSettings(SimulatorSettings):
    """Settings of the simulator of MoMo, ZaloPay and a bank with its feed."""

    wallets_public_url: OptionalUrl = ""
    """Where people reach it: the pages to pay at are there. Nothing: the address at which the merchant calls it."""
    momo_partner_code: str = Field(min_length=1)
    """The merchant's code at MoMo."""
    momo_access_key: SecretStr = Field(min_length=8)
    """The access key of the merchant at MoMo."""
    momo_secret_key: SecretStr = Field(min_length=16)
    """The key that messages of MoMo are signed with."""
    zalopay_app_id: int = Field(ge=1)
    """The number of the merchant's application at ZaloPay."""
    zalopay_key1: SecretStr = Field(min_length=8)
    """The key that the merchant signs with."""
    zalopay_key2: SecretStr = Field(min_length=8)
    """The key that ZaloPay signs with."""
    bank_account_number: str = Field(default="113366668888", min_length=1)
    """The merchant's account at the bank."""
    bank_feed_url: Url
    """Where the bank's feed tells of the account's lines."""
    bank_feed_key: SecretStr = Field(min_length=16)
    """The key by which the calls of the feed are known."""
    wallets_retry_s: float = Field(default=1.0, gt=0, le=3600)
    """The wait before a call to the merchant is made again, in seconds; each further wait is twice as long."""
    wallets_attempts: int = Field(default=5, ge=1, le=100)
    """How often the merchant is called at most."""
    wallets_late_s: float = Field(default=5.0, ge=0, le=3600)
    """How late a call comes that is to be late, and an answer that is to be slow, in seconds."""
