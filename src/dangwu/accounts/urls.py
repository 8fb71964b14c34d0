from django.urls import path

from dangwu.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.me, name="me"),
    path("password/", views.change_password, name="password"),
    path("large-text/", views.large_text, name="large_text"),
]
