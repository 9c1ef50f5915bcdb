"""python -m simulators.tsa"""

from simulators.server import serve
from simulators.tsa.app import TimestampAuthority
from simulators.tsa.settings import TsaSettings

serve("tsa", TsaSettings, TimestampAuthority)
