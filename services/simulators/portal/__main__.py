"""python -m simulators.portal"""

from simulators.portal.app import NationalPortal
from simulators.portal.settings import PortalSettings
from simulators.server import serve

serve("portal", PortalSettings, NationalPortal)
