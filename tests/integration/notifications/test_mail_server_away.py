from tests.integration.notifications.harness import NotificationsHarness

from devstack.waiting import wait_until


def test_an_absent_mail_server_costs_time_and_no_message(office: NotificationsHarness) -> None:
    office.mail.kill()
    event = office.accepted("an")
    office.inbox_message("an", event)
    key = {"key": office.rows(event)["email"]["_id"], "token": None, "attempts": 1}
    wait_until(lambda: office.database.timers.find_one(key), 10, "the e-mail is put off")
    office.mail.start()
    wait_until(office.mail.is_ready, 20, "the mail server is back")
    office.mail_of(event)
    wait_until(lambda: office.rows(event)["email"]["state"] == "sent", 10, "the e-mail is marked as sent")
    assert len(office.mails_of(event)) == 1
