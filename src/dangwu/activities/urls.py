from django.urls import path

from dangwu.activities import views

app_name = "activities"
urlpatterns = [
    path("", views.activities, name="list"),
    path("<int:unit>/<uuid:activity>/", views.show, name="show"),
    path("<int:unit>/<uuid:activity>/withdraw/", views.withdraw, name="withdraw"),
    path("file/<int:unit>/<uuid:organisation>/", views.file, name="file"),
]
