"""What is done with notices. `notify` is the one way in for every other room."""

from dangwu.notices.actions.choosing import choose, close_feed, open_feed, put_away
from dangwu.notices.actions.confirming import ask_again, confirm_address
from dangwu.notices.actions.robots import add_robot, close_robot, drop_delivery, send_again
from dangwu.notices.actions.telling import Draft, notify, tell

__all__ = [
    "Draft",
    "add_robot",
    "ask_again",
    "choose",
    "close_feed",
    "close_robot",
    "confirm_address",
    "drop_delivery",
    "notify",
    "open_feed",
    "put_away",
    "send_again",
    "tell",
]
