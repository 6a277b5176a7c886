"""What a browser says of itself and where it is, in words that its owner knows it by."""

import re
from ipaddress import IPv4Address, ip_address, ip_network

from django.utils.translation import gettext as _

# the first that fits counts: almost every browser also names those whose pages it imitates
_BROWSERS = (
    (r"YaBrowser/", "Yandex Browser"),
    (r"\bEdg(A|iOS)?/", "Edge"),
    (r"\bOPR/", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"\b(Firefox|FxiOS)/", "Firefox"),
    (r"\b(Chrome|CriOS)/", "Chrome"),
    (r"\bSafari/", "Safari"),
)
_SYSTEMS = (
    (r"\biPhone\b", "iPhone"),
    (r"\biPad\b", "iPad"),
    (r"\bAndroid\b", "Android"),
    (r"\bWindows\b", "Windows"),
    (r"\bMac OS X\b", "macOS"),
    (r"\bLinux\b", "Linux"),
)
_KEPT = {4: 24, 6: 48}  # of an address: enough to know one's office by, too little to find a person by


def device_words(user_agent: str) -> str:
    """The browser and the system, as far as the header tells; a header is said, not proven."""
    browser, system = _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("unknown device")


def rough_address(address: str) -> str:
    """The network that the address lies in; "" for what is no address."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    network = ip_network((found, _KEPT[found.version]), strict=False)
    if isinstance(found, IPv4Address):
        return f"{str(network.network_address).rpartition('.')[0]}.*"
    return str(network)


def _first(kinds: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for pattern, name in kinds if re.search(pattern, user_agent)), "")
