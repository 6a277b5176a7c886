"""What this room does when another announces something: one task for one event."""

from b2b_portal.core.events import receive
from documents import tasks
from documents.events import document_issued, document_rendered, rendering_given_up
from orders.events import order_changed, order_placed

receive(order_placed, tasks.issue_invoice)
receive(order_changed, tasks.issue_invoice)
receive(document_issued, tasks.render, queue="pdf", given_up=rendering_given_up)
receive(document_rendered, tasks.mail_document)
receive(rendering_given_up, tasks.fail_render)
