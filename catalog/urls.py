from django.urls import path

from catalog.views import own_code, product_file, search

app_name = "catalog"
urlpatterns = [
    path("search/", search.search_page, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("products/<uuid:uid>/own-code/", own_code.own_code, name="own-code"),
    path("products/<uuid:uid>/files/<uuid:file_uid>/", product_file.product_file, name="product-file"),
]
