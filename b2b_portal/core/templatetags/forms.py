"""What every form carries. Built into every template after Django's own tags, so that no form can leave it out."""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from b2b_portal.core.access import ACTING_FOR

register = template.Library()


@register.tag
def csrf_token(_parser: Parser, _token: Token) -> "FormNode":
    """Django's protection against forged forms and, in the cabinet, the company for which the page was opened."""
    return FormNode()


class FormNode(CsrfTokenNode):
    """Both as hidden fields."""

    def render(self, context: Context) -> SafeString:
        return SafeString(super().render(context) + acting_field(context))


def acting_field(context: Context) -> str:
    """For which company the page was opened, also for tags that write forms themselves.

    Nothing for strangers, for whoever has no company, and in the admin, where nobody acts for one.
    """
    request: Any = context.get("request") or getattr(context, "request", None)
    match = getattr(request, "resolver_match", None)
    if match is None or "admin" in match.namespaces:
        return ""
    company = getattr(getattr(request, "actor", None), "company_uid", None)
    return format_html('<input type="hidden" name="{}" value="{}">', ACTING_FOR, company) if company else ""
