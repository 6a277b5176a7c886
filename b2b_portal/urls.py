"""Every address of the shop. The access matrix in tests/law has a row for each."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from accounts.urls import sign_in
from b2b_portal.pages import order, overview

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("orders/<int:number>/", order.order, name="order"),
    path("", include("b2b_portal.core.urls")),
    path("", include("accounts.urls")),
    path("", include("catalog.urls")),
    path("", include("orders.urls")),
    path("", include("documents.urls")),
    path("account/", include(sign_in)),
    path("admin/", admin.site.urls),
]
