"""Asks a web process whether it is ready; `python -m b2b_portal.embedded.readiness ADDRESS` asks for a container."""

import http.client
import os
import sys
from urllib.parse import urlsplit


def is_ready(address: str, *, public_url: str = "", instance: str = "") -> bool:
    """Whether `address` answers /readyz with 200 and, if `instance` is given, is that very start of the shop.

    Asks under the public name, because the shop answers to no other.
    """
    target = urlsplit(address)
    public = urlsplit(public_url or address)
    connection = http.client.HTTPConnection(target.hostname or "127.0.0.1", target.port or 80, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": public.netloc, "X-Forwarded-Proto": public.scheme})
        answer = connection.getresponse()
        return answer.status == 200 and instance in answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if is_ready(sys.argv[1], public_url=os.environ.get("PUBLIC_URL", "")) else 1)
