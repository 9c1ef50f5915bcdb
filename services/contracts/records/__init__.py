"""Files, documents and the personal store of papers. Bytes travel over HTTP by ticket, never here."""

from contracts.records.api import *
from contracts.records.archives import *
from contracts.records.certificates import *
from contracts.records.digitisation import *
from contracts.records.documents import *
from contracts.records.events import *
from contracts.records.file_checks import *
from contracts.records.files import *
from contracts.records.mandates import *
from contracts.records.packages import *
from contracts.records.papers import *
from contracts.records.signed_data import *
