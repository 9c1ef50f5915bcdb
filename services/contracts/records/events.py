"""Events of the files and of the store of papers. No name and no number of a person."""

from contracts.events import EventType, events_of
from contracts.records.archives import ArchiveMade
from contracts.records.certificates import SigningCertificateEvent
from contracts.records.digitisation import DigitisationEvent
from contracts.records.files import FileShared, FileStored
from contracts.records.mandates import MandateEvent
from contracts.records.papers import PaperEvent, PaperReusedEvent

FILE_STORED = EventType("records.file_stored", FileStored)
FILE_SHARED = EventType("records.file_shared", FileShared)
PAPER_KEPT = EventType("records.paper_kept", PaperEvent)
PAPER_REPLACED = EventType("records.paper_replaced", PaperEvent)
PAPER_REVOKED = EventType("records.paper_revoked", PaperEvent)
PAPER_REMOVED = EventType("records.paper_removed", PaperEvent)
PAPER_REUSED = EventType("records.paper_reused", PaperReusedEvent)
DIGITISATION_MOVED = EventType("records.digitisation_moved", DigitisationEvent)
ARCHIVE_MADE = EventType("records.archive_made", ArchiveMade)
CERTIFICATE_REGISTERED = EventType("records.certificate_registered", SigningCertificateEvent)
CERTIFICATE_REVOKED = EventType("records.certificate_revoked", SigningCertificateEvent)
MANDATE_GRANTED = EventType("records.mandate_granted", MandateEvent)
MANDATE_ENDED = EventType("records.mandate_ended", MandateEvent)

EVENTS = events_of(__name__)
