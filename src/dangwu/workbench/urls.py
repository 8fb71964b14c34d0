from django.urls import path

from dangwu.workbench import views

app_name = "workbench"
urlpatterns = [
    path("", views.today, name="today"),
    path("search/", views.search, name="search"),
]
