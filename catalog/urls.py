from django.urls import path

from catalog.views import search

app_name = "catalog"
urlpatterns = [
    path("search/", search.search_page, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
]
