from django.urls import path

from dangwu.reports import views

app_name = "reports"
urlpatterns = [path("", views.home, name="home")]
