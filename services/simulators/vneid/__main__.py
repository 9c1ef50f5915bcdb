"""python -m simulators.vneid"""

from simulators.server import serve
from simulators.vneid.app import IdentityProviderSimulator
from simulators.vneid.settings import VneidSettings

serve("vneid", VneidSettings, IdentityProviderSimulator)
