"""Facts this room announces."""

from b2b_portal.core.events import Event

document_issued = Event("documents.document_issued")
document_rendered = Event("documents.document_rendered")
rendering_given_up = Event("documents.rendering_given_up")
