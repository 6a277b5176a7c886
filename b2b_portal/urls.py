"""Every address of the shop. The access matrix in tests/law has a row for each."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from b2b_portal.pages import overview

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("", include("b2b_portal.core.urls")),
    path("", include("accounts.urls")),
    path("", include("catalog.urls")),
    path("", include("orders.urls")),
    path("", include("documents.urls")),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
