import pytest

from contracts.errors import ErrorCode, ServiceError
from payments.domain.return_addresses import covers, require_allowed, with_order

ALLOWED = "https://dichvucong.example.vn/ket-qua"


@pytest.mark.parametrize(
    "address",
    [
        ALLOWED,
        f"{ALLOWED}/",
        f"{ALLOWED}/nop-phi?buoc=2",
        f"{ALLOWED}?ho-so=1",
        "https://DICHVUCONG.example.vn/ket-qua",
    ],
)
def test_the_allowed_address_covers_what_is_below_it(address: str) -> None:
    assert covers(ALLOWED, address)
    require_allowed(address, ["https://other.example.vn", ALLOWED])


@pytest.mark.parametrize(
    "address",
    [
        "http://dichvucong.example.vn/ket-qua",
        "https://dichvucong.example.vn/ket-qua-khac",
        "https://dichvucong.example.vn/",
        "https://dichvucong.example.vn.evil.example/ket-qua",
        "https://dichvucong.example.vn:8443/ket-qua",
        "https://dichvucong.example.vn@evil.example/ket-qua",
        "https://a@dichvucong.example.vn/ket-qua",
        f"{ALLOWED}/../admin",
        f"{ALLOWED}/%2e%2e/admin",
        f"{ALLOWED}/#x",
        f"{ALLOWED}#",
    ],
)
def test_nothing_else_is_allowed(address: str) -> None:
    with pytest.raises(ServiceError) as refused:
        require_allowed(address, [ALLOWED])
    assert refused.value.code is ErrorCode.INVALID_REQUEST
    assert refused.value.errors[0].pointer == "/return_to"


def test_none_is_needed_and_none_is_allowed_by_default() -> None:
    require_allowed(None, ())
    with pytest.raises(ServiceError):
        require_allowed(ALLOWED, ())


def test_the_order_is_added_once() -> None:
    assert with_order(f"{ALLOWED}?a=1&order_id=x", "o-1") == f"{ALLOWED}?a=1&order_id=o-1"
