"""The types of events that all providers of mail share."""

from typing import Final

SENT: Final = "email_sent"
DELIVERED: Final = "email_delivered"
DEFERRED: Final = "email_deferred"
BOUNCE: Final = "email_bounce"
REJECTED: Final = "email_rejected"
OPEN: Final = "email_open"
CLICK: Final = "email_click"
COMPLAINT: Final = "email_complaint"
UNSUBSCRIBE: Final = "email_unsubscribe"
RESUBSCRIBE: Final = "email_resubscribe"
AUTO_REPLY: Final = "email_auto_reply"

HARD: Final = "hard"
SOFT: Final = "soft"
"""The two kinds of a bounce: the address does not exist, or the mail could not be taken this time."""

PAGE: Final = "page_visit"
SCREEN: Final = "screen_visit"
MODIFIED: Final = "profile.modified"
