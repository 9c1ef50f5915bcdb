"""python -m simulators.sms"""

from simulators.server import serve
from simulators.sms.app import SmsSimulator
from simulators.sms.settings import SmsSimulatorSettings

serve("sms", SmsSimulatorSettings, SmsSimulator)
