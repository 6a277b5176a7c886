"""Paper that never changes once issued."""

from documents.models.document import Document
from documents.models.payment import Payment
from documents.models.series import Series

__all__ = ["Document", "Payment", "Series"]
