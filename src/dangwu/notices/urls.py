from django.urls import path

from dangwu.notices.views import addresses, calendar, mine, ways

app_name = "notices"
urlpatterns = [
    path("", mine.listing, name="list"),
    path("put-away/", mine.put_away, name="put_away"),
    path("settings/", mine.settings_page, name="settings"),
    path("settings/address/again/", addresses.again, name="ask_address_again"),
    path("settings/address/<str:token>/", addresses.confirm, name="confirm_address"),
    path("settings/feed/", mine.open_feed, name="open_feed"),
    path("settings/feed/close/", mine.close_feed, name="close_feed"),
    path("calendar/", calendar.month, name="calendar"),
    path("feed/<str:token>.ics", calendar.feed, name="feed"),
    path("robots/", ways.robots, name="robots"),
    path("robots/<int:unit>/<uuid:robot>/close/", ways.close, name="close_robot"),
    path("deliveries/<int:unit>/<uuid:delivery>/again/", ways.again, name="send_again"),
    path("deliveries/<int:unit>/<uuid:delivery>/drop/", ways.drop, name="drop_delivery"),
]
