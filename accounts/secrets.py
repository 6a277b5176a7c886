"""What is kept of a secret."""

import hashlib


def hash_of(secret: str) -> str:
    """The sha256 under which a secret is looked up; it has 256 random bits, so it needs no slow hash and no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()
