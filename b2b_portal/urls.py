"""Every address of the shop. The access matrix in tests/law has a row for each."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from accounts.urls import sign_in
from b2b_portal.core.access import for_everyone_signed_in
from b2b_portal.pages import money, order, overview, price_impact, product

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler400 = "b2b_portal.core.views.failures.bad_request"
handler500 = "b2b_portal.core.views.failures.server_error"

change_password = RedirectView.as_view(pattern_name="account_change_password")

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("orders/<int:number>/", order.order, name="order"),
    path("money/", money.money, name="money"),
    path("products/<uuid:uid>/", product.product, name="product"),
    path("", include("b2b_portal.core.urls")),
    path("", include("accounts.urls")),
    path("", include("catalog.urls")),
    path("", include("orders.urls")),
    path("", include("documents.urls")),
    path("account/", include(sign_in)),
    # one way to change a password: ours asks for the old one, signs out everywhere and tells the owner
    path("admin/password_change/", for_everyone_signed_in(change_password), name="admin-password"),
    path("admin/price-impact/<uuid:uid>/", price_impact.price_impact, name="price-impact"),
    path("admin/", admin.site.urls),
]
