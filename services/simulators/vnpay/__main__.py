"""python -m simulators.vnpay"""

from simulators.server import serve
from simulators.vnpay.app import VnpaySimulator
from simulators.vnpay.settings import VnpaySettings

serve("vnpay", VnpaySettings, VnpaySimulator)
