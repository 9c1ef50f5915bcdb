"""python -m simulators.archive"""

from simulators.archive.app import Archive
from simulators.archive.settings import ArchiveSettings
from simulators.server import serve

serve("archive", ArchiveSettings, Archive)
