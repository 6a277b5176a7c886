from django.urls import path

from documents.views import document, documents, papers

app_name = "documents"
urlpatterns = [
    path("orders/<int:number>/papers/", papers.papers, name="papers"),
    path("documents/", documents.documents, name="documents"),
    path("documents/<uuid:uid>/pdf/", document.document, name="document"),
]
