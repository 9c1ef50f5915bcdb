"""python -m simulators.mail"""

from simulators.mail.app import MailSimulator
from simulators.mail.settings import MailSettings
from simulators.server import serve

serve("mail", MailSettings, MailSimulator)
