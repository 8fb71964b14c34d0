from django.urls import path

from dangwu.tasks.views import listing, record

app_name = "tasks"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("start/<int:unit>/<uuid:organisation>/", listing.start, name="start"),
    path("<int:unit>/<uuid:task>/", record.show, name="show"),
    path("<int:unit>/<uuid:task>/<slug:slug>/", record.act, name="act"),
]
