"""Paper that never changes once issued."""

from documents.models.document import Document
from documents.models.series import Series

__all__ = ["Document", "Series"]
