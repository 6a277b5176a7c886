"""What companies ask and we answer."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.enums import Channel
from b2b_portal.core.admin.seen_only import SeenOnlyAdmin
from b2b_portal.core.admin.verbs import Verb, VerbsAdmin
from orders.actions.post_message import post_message
from orders.forms.post_message import PostMessageForm
from orders.models import Message, Thread
from orders.queries.messages import last_messages


def answer(*, thread: Thread, text: str, by: Actor, at: datetime) -> Message:
    """Our word in the thread."""
    return post_message(thread=thread, text=text, by=by, at=at)


@admin.register(Thread)
class ThreadAdmin(VerbsAdmin, SeenOnlyAdmin):
    """The latest conversations of all companies; a page shows the words and the form to answer."""

    list_display = ["company", "kind", "last_message_at", "is_answered"]
    list_filter = ["is_answered"]
    list_select_related = ["company"]
    search_fields = ["company__name", "=company__inn"]
    fields = [("company", "kind"), ("last_message_at", "is_answered")]
    argument = "thread"
    verbs = (Verb("answer", _("Send the answer"), _("The answer is sent"), answer, PostMessageForm),)
    change_form_template = "admin/orders/thread.html"

    def author(self, request: HttpRequest) -> Actor:
        return Actor(user=request.user, channel=Channel.ADMIN)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("company")

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        thread = kwargs.get("obj")
        if thread is not None:
            context |= {"thread_messages": last_messages(thread), "answer_form": PostMessageForm()}
        return super().render_change_form(request, context, **kwargs)
