"""python -m simulators.tax"""

from simulators.server import serve
from simulators.tax.app import TaxSimulator
from simulators.tax.settings import TaxSimulatorSettings

serve("tax", TaxSimulatorSettings, TaxSimulator)
