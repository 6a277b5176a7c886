"""The mail folder: what was or will be sent, to be read and, until there is SMTP, handed on."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.admin.seen_only import SeenOnlyAdmin
from b2b_portal.core.files import read_file
from b2b_portal.core.mail import message_of
from b2b_portal.core.models import Mail


@admin.register(Mail)
class MailAdmin(SeenOnlyAdmin):
    """Mails as they were worded. The text part is shown; the HTML part would need styles that our policy forbids."""

    list_display = ["worded_at", "to", "subject", "state", "sent_at"]
    list_filter = ["state"]
    search_fields = ["to", "subject"]
    ordering = ["-id"]
    fields = ["to", "subject", "state", "sent_at", "error", "words", "papers", "whole"]
    readonly_fields = fields

    @admin.display(description=_("worded at"), ordering="created_at")
    def worded_at(self, mail: Mail) -> datetime:
        return mail.created_at

    @admin.display(description=_("text"))
    def words(self, mail: Mail) -> SafeString:
        return format_html('<pre class="mail-text">{}</pre>', mail.text)

    @admin.display(description=_("attachments"))
    def papers(self, mail: Mail) -> SafeString | str:
        links = [
            (reverse("admin:core_mail_file", args=[mail.pk, file.uid]), file.name) for file in mail.attachments.all()
        ]
        return format_html_join(", ", '<a href="{}">{}</a>', links) or "—"

    @admin.display(description=_("whole mail"))
    def whole(self, mail: Mail) -> SafeString:
        address = reverse("admin:core_mail_eml", args=[mail.pk])
        return format_html('<a href="{}">{}</a>', address, _("Download as .eml"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:mail_id>/eml/", view(self.eml), name="core_mail_eml"),
            path("<int:mail_id>/files/<uuid:uid>/", view(self.file), name="core_mail_file"),
            *super().get_urls(),
        ]

    def eml(self, request: HttpRequest, mail_id: int) -> HttpResponse:
        """Hands out the mail as a mail program would get it."""
        content = message_of(self._mail(request, mail_id)).message().as_bytes()
        return _download(content, f"mail-{mail_id}.eml", "message/rfc822")

    def file(self, request: HttpRequest, mail_id: int, uid: Any) -> HttpResponse:
        """Hands out one attachment."""
        file = self._mail(request, mail_id).attachments.filter(uid=uid).first()
        if file is None:
            raise Http404
        return _download(read_file(file), file.name, file.content_type)

    def _mail(self, request: HttpRequest, mail_id: int) -> Mail:
        if not self.has_view_permission(request):
            raise PermissionDenied
        mail = Mail.objects.filter(pk=mail_id).first()
        if mail is None:
            raise Http404
        return mail


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})
