import pytest
from django.utils import translation

from accounts.devices import device_words, rough_address

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
)
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (CHROME, "Chrome on Windows"),
        (CHROME + " Edg/131.0.0.0", "Edge on Windows"),
        (CHROME.replace("Chrome/", "Chrome/120 YaBrowser/"), "Yandex Browser on Windows"),
        (PHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox on Linux"),
        ("curl/8.5 on Linux", "Linux"),
        ("", "unknown device"),
    ],
)
def test_device_words(user_agent: str, words: str) -> None:
    with translation.override("en"):
        assert device_words(user_agent) == words


@pytest.mark.parametrize(
    ("address", "rough"),
    [
        ("203.0.113.77", "203.0.113.*"),
        ("2001:db8:aa:bb:1::1", "2001:db8:aa::/48"),
        ("", ""),
        ("not an address", ""),
    ],
)
def test_rough_address(address: str, rough: str) -> None:
    assert rough_address(address) == rough
