from django.urls import path

from b2b_portal.core.views import gallery, health, jobs, language, sprite, theme

app_name = "core"
urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("jobs/<uuid:uid>/", jobs.job, name="job"),
    path("jobs/<uuid:uid>/cancel/", jobs.cancel, name="job-cancel"),
    path("jobs/<uuid:uid>/result/", jobs.result, name="job-result"),
    path("language/", language.set_language, name="language"),
    path("sprite/<str:digest>.svg", sprite.sprite_file, name="sprite"),
    path("theme/", theme.set_theme, name="theme"),
]
