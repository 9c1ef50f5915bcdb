"""python -m simulators.signing"""

from simulators.server import serve
from simulators.signing.app import SigningSimulator
from simulators.signing.settings import SigningSettings

serve("signing", SigningSettings, SigningSimulator)
