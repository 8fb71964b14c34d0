from django.urls import path

from dangwu.audit import views

app_name = "audit"
urlpatterns = [path("", views.entries, name="entries")]
