"""Addresses of meetings, in three groups: calling, conduct, record."""

from django.urls import URLPattern

app_name = "meetings"
calling: list[URLPattern] = []
conduct: list[URLPattern] = []
minutes: list[URLPattern] = []
urlpatterns = [*calling, *conduct, *minutes]
