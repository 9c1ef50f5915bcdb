import pytest
from tests.integration.notifications.harness import NotificationsHarness

from devstack.waiting import wait_until


@pytest.mark.deep
def test_an_absent_mail_server_costs_time_and_no_message(harness: NotificationsHarness) -> None:
    harness.mail.kill()
    event = harness.accepted("an")
    harness.inbox_message("an", event)
    key = {"key": harness.rows(event)["email"]["_id"], "token": None, "attempts": 1}
    wait_until(lambda: harness.database.timers.find_one(key), 10, "the e-mail is put off")
    harness.mail.start()
    wait_until(harness.mail.is_ready, 20, "the mail server is back")
    harness.mail_of(event)
    wait_until(lambda: harness.rows(event)["email"]["state"] == "sent", 10, "the e-mail is marked as sent")
    assert len(harness.mails_of(event)) == 1
