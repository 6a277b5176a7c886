"""Pure: uids as addresses and forms say them."""

from uuid import UUID


def uid_of(text: str) -> UUID | None:
    """The uid that a text spells; None for anything odd: what stands in an address gives nobody an error."""
    try:
        return UUID(text)
    except ValueError:
        return None
