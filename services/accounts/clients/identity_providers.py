"""HTTP client of an identity provider: metadata, keys, the exchange of a code, user info.

Metadata and keys are remembered; a key that is not among them is looked for at most once an interval, so that forged
tokens with random key ids send the provider nothing. Redirects are not followed, answers have a limit.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx

from accounts.domain.id_tokens import Key
from accounts.domain.identity_providers import IdentityProvider
from chassis.core.tls import trusted_authorities
from contracts.errors import ErrorCode, ServiceError

log = logging.getLogger(__name__)

MOST_AT_ONCE = 8
"""Log-ins of one provider in hand at once: one that answers slowly takes no more of this process's workers."""
METADATA_S = 3600.0
"""How long metadata and keys are remembered: a key that is withdrawn is taken for as long at most."""
RETRY_S = 30.0
"""The shortest time between two looks for a key that is not known."""
_LARGEST = 512 * 1024
_MOST_KEYS = 100

T = TypeVar("T")


@dataclass(frozen=True)
class TokenAnswer:
    """What a provider gives for a code."""

    id_token: str = field(repr=False)
    access_token: str | None = field(repr=False)


@dataclass(frozen=True)
class _Remembered:
    value: Any
    read_at: float


class ProviderClient:
    """One provider; shared by all workers of a process. Each call blocks for `timeout_s` at most.

    Every method raises UNAVAILABLE when the provider cannot be reached, does not answer in time or answers otherwise than
    the standard says, and when too many wait for it.
    """

    def __init__(
        self,
        provider: IdentityProvider,
        secret: str,
        timeout_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.provider = provider
        self._secret = secret
        self._timeout_s = timeout_s
        self._clock = clock
        self._http = httpx.Client(
            verify=trusted_authorities(), follow_redirects=False, headers={"accept": "application/json"}
        )
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._metadata: _Remembered | None = None
        self._keys: _Remembered | None = None
        self._reading = threading.Lock()

    @contextmanager
    def admission(self) -> Iterator[None]:
        """A place among those who wait for this provider. Raises UNAVAILABLE."""
        if not self._places.acquire(blocking=False):
            raise ServiceError(ErrorCode.UNAVAILABLE)
        try:
            yield
        finally:
            self._places.release()

    def authorization_url(self, params: Mapping[str, str]) -> str:
        return _with_query(self._endpoint("authorization_endpoint"), params)

    def log_out_url(self, params: Mapping[str, str]) -> str | None:
        """None where the provider has no address for it."""
        endpoint = self._optional_endpoint("end_session_endpoint")
        return _with_query(endpoint, params) if endpoint else None

    def requires_iss(self) -> bool:
        """Whether it says that every answer bears `iss` (RFC 9207)."""
        return self._read_metadata().get("authorization_response_iss_parameter_supported") is True

    def exchange(self, code: str, verifier: str, redirect_uri: str) -> TokenAnswer:
        """Raises EID_NOT_PROVED for a code that the provider does not take, or has taken before."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        auth = None
        if self.provider.client_authentication == "client_secret_basic":
            # RFC 6749 2.3.1: both are form-encoded first.
            auth = httpx.BasicAuth(quote_plus(self.provider.client_id), quote_plus(self._secret))
        else:
            form |= {"client_id": self.provider.client_id, "client_secret": self._secret}
        status, body = self._send("POST", self._endpoint("token_endpoint"), data=form, auth=auth)
        if status == httpx.codes.BAD_REQUEST and _error_of(body) == "invalid_grant":
            raise ServiceError(ErrorCode.EID_NOT_PROVED)
        answer = self._object(status, body)
        id_token, access_token = answer.get("id_token"), answer.get("access_token")
        if not isinstance(id_token, str):
            raise self._away("no id_token")
        return TokenAnswer(id_token, access_token if isinstance(access_token, str) else None)

    def user_info(self, access_token: str) -> Mapping[str, Any]:
        """Its claims, unsigned: the connection vouches for them."""
        endpoint = self._endpoint("userinfo_endpoint")
        return self._object(*self._send("GET", endpoint, headers={"authorization": f"Bearer {access_token}"}))

    def key(self, kid: str | None) -> Key:
        """The key of this id; without an id the only one. Raises EID_NOT_PROVED where there is none."""
        with self._reading:
            if self._keys is None or self._clock() - self._keys.read_at >= METADATA_S:
                self._read_keys()
            found = self._known_key(kid)
            if found is None and self._keys and self._clock() - self._keys.read_at >= RETRY_S:
                self._read_keys()
                found = self._known_key(kid)
        if found is None:
            raise ServiceError(ErrorCode.EID_NOT_PROVED)
        return found

    def close(self) -> None:
        self._http.close()

    def _known_key(self, kid: str | None) -> Key | None:
        keys: list[Key] = self._keys.value if self._keys else []
        if kid is None:
            return keys[0] if len(keys) == 1 else None
        return next((key for key in keys if key.get("kid") == kid), None)

    def _read_keys(self) -> None:
        answer = self._object(*self._send("GET", self._endpoint("jwks_uri")))
        keys = answer.get("keys")
        if not isinstance(keys, list):
            raise self._away("no keys")
        usable = [
            key for key in keys[:_MOST_KEYS] if isinstance(key, dict) and key.get("use", "sig") == "sig"
        ]
        self._keys = _Remembered(usable, self._clock())

    def _endpoint(self, name: str) -> str:
        found = self._optional_endpoint(name)
        if found is None:
            raise self._away(f"no {name}")
        return found

    def _optional_endpoint(self, name: str) -> str | None:
        """As set, else as the metadata says: which may not lead from https to http."""
        as_set: str | None = getattr(self.provider, name)
        if as_set:
            return as_set
        stated = self._read_metadata().get(name)
        if stated is None:
            return None
        schemes = ("https",) if self._is_secure() else ("http", "https")
        if not isinstance(stated, str) or urlsplit(stated).scheme not in schemes:
            raise self._away(f"a bad {name}")
        return stated

    def _is_secure(self) -> bool:
        return (self.provider.metadata_url or "").startswith("https:")

    def _read_metadata(self) -> Mapping[str, Any]:
        url = self.provider.metadata_url
        if url is None:
            return {}
        known = self._metadata
        if known is None or self._clock() - known.read_at >= METADATA_S:
            answer = self._object(*self._send("GET", url))
            if answer.get("issuer") != self.provider.issuer:
                raise self._away("metadata of another issuer")
            self._metadata = known = _Remembered(answer, self._clock())
        metadata: Mapping[str, Any] = known.value
        return metadata

    def _send(self, method: str, url: str, **options: Any) -> tuple[int, bytes]:
        """Status and body. The time is that of the whole call, however slowly the answer drips."""
        ends_at = time.monotonic() + self._timeout_s
        try:
            with self._http.stream(method, url, timeout=self._timeout_s, **options) as response:
                body = bytearray()
                for piece in response.iter_bytes():
                    body += piece
                    if len(body) > _LARGEST or time.monotonic() > ends_at:
                        raise self._away("an answer without end")
                return response.status_code, bytes(body)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise self._away(type(error).__name__) from error

    def _object(self, status: int, body: bytes) -> Mapping[str, Any]:
        try:
            answer = json.loads(body) if status == httpx.codes.OK else None
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise self._away(f"HTTP {status}")
        return answer

    def _away(self, reason: str) -> ServiceError:
        """The reason is for the operator, and names nobody."""
        log.warning("identity provider %s does not serve: %s", self.provider.name, reason)
        return ServiceError(ErrorCode.UNAVAILABLE)


def _error_of(body: bytes) -> object:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer.get("error") if isinstance(answer, dict) else None


def _with_query(endpoint: str, params: Mapping[str, str]) -> str:
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(params)}"


class IdentityProviders:
    """The providers that are switched on, by name."""

    def __init__(
        self, providers: tuple[IdentityProvider, ...], secrets: Mapping[str, str], timeout_s: float
    ) -> None:
        self._clients = {each.name: ProviderClient(each, secrets[each.name], timeout_s) for each in providers}

    def __iter__(self) -> Iterator[IdentityProvider]:
        return iter(client.provider for client in self._clients.values())

    def get(self, name: str) -> ProviderClient:
        """Raises LookupError."""
        return self._clients[name]
