from django.urls import path

from catalog.views import (
    compare,
    own_code,
    price_feed,
    price_list,
    product_file,
    recent_searches,
    search,
    search_take,
    suggest,
    watches,
)

app_name = "catalog"
urlpatterns = [
    path("search/", search.search_page, name="search"),
    path("search/suggest/", suggest.suggest, name="suggest"),
    path("search/prices/", search.search_prices, name="search-prices"),
    path("search/take/", search_take.search_take, name="search-take"),
    path("search/recent/forget/", recent_searches.searches_forget, name="searches-forget"),
    path("compare/", compare.compare, name="compare"),
    path("price-list/", price_list.price_list, name="price-list"),
    path("price-list/take/", price_list.price_list_take, name="price-list-take"),
    path("price-list/links/open/", price_list.price_feed_open, name="price-feed-open"),
    path("price-list/links/<uuid:uid>/close/", price_list.price_feed_close, name="price-feed-close"),
    path("price-list/<str:secret>/", price_feed.price_feed, name="price-feed"),
    path("watches/", watches.watches, name="watches"),
    path("watches/<uuid:uid>/remove/", watches.watch_remove, name="watch-remove"),
    path("products/<uuid:uid>/watch/", watches.watch_add, name="watch-add"),
    path("products/<uuid:uid>/own-code/", own_code.own_code, name="own-code"),
    path("products/<uuid:uid>/files/<uuid:file_uid>/", product_file.product_file, name="product-file"),
]
