"""Sending mail by the server that the operator named; without one nothing is ever sent."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from dangwu.notices.channels.outcomes import Ending, Outcome


def send(*, to: str, subject: str, text: str, key: str) -> Outcome:
    """Send one mail, once. key: becomes the Message-ID, so that a receiver knows it again."""
    if not settings.EMAIL_HOST:
        return Outcome(Ending.FAILED, "没有设置发信服务器")
    line = get_connection()
    message = EmailMessage(
        subject=subject, body=text, to=[to], headers={"Message-ID": f"<{key}@dangwu>"},
        connection=line,
    )  # fmt: skip
    try:
        line.open()
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(Ending.RETRY, f"连接不上发信服务器：{type(error).__name__}")
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        return _refused(max(code for code, _ in error.recipients.values()))
    except smtplib.SMTPResponseException as error:
        return _refused(error.smtp_code)
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(Ending.UNSURE, f"发出后没有等到回答：{type(error).__name__}")
    finally:
        line.close()
    return Outcome(Ending.SENT)


def _refused(code: int) -> Outcome:
    """A server that answers has not taken the mail: for now (4xx) or for good (5xx)."""
    ending = Ending.RETRY if code < 500 else Ending.FAILED
    return Outcome(ending, f"发信服务器拒收（{code}）")
