"""What signs and checks the access tokens of the service."""

from accounts.application.token_keys import TokenKeyMemory
from accounts.domain.access_tokens import AccessTokens
from chassis.runtime.service import Store


class TokenIssuer:
    """Needs the dependencies that it names."""

    store: Store
    key_memory: TokenKeyMemory

    @property
    def access_tokens(self) -> AccessTokens:
        """With the keys of now."""
        return AccessTokens(self.key_memory.ring(self.store))
