"""What a User-Agent says of a device, by real ones."""

import pytest

from accounts.domain.devices import described

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (f"{WINDOWS} Chrome/126.0.0.0 Safari/537.36", "Chrome, Windows"),
        (f"{WINDOWS} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0", "Edge, Windows"),
        (f"{WINDOWS} coc_coc_browser/126.0.0 Chrome/120.0.0.0 Safari/537.36", "Cốc Cốc, Windows"),
        (f"{ANDROID} Chrome/126.0.0.0 Mobile Safari/537.36", "Chrome, Android"),
        (f"{ANDROID} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36", "Samsung Internet, Android"),
        (f"{ANDROID} Version/4.0 Chrome/126.0 Mobile Safari/537.36 Zalo android/24", "Zalo, Android"),
        (f"{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1", "Safari, iPhone"),
        (f"{IPHONE} CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1", "Chrome, iPhone"),
        (f"{MAC} Version/17.5 Safari/605.1.15", "Safari, macOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox, Linux"),
        ("python-httpx/0.27.0", ""),
        ("", ""),
    ],
)
def test_browser_and_system_are_named(user_agent: str, device: str) -> None:
    assert described(user_agent) == device
