"""A message as the code asks for it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """A message id with its plural and context, and the file it stands in."""

    singular: str
    plural: str = ""
    context: str = ""
    where: str = ""

    @property
    def id(self) -> str | tuple[str, str]:
        """The id as Babel's catalogue wants it."""
        return (self.singular, self.plural) if self.plural else self.singular
