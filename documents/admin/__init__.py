"""The staff's pages of this room."""

from documents.admin.document import DocumentAdmin
from documents.admin.payment import PaymentAdmin
from documents.admin.series import SeriesAdmin

__all__ = ["DocumentAdmin", "PaymentAdmin", "SeriesAdmin"]
