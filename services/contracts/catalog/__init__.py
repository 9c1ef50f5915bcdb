"""The catalogue of administrative procedures (thủ tục hành chính), regimes, calendars, agencies and units."""

from contracts.catalog.agencies_and_units import *
from contracts.catalog.api import *
from contracts.catalog.calendars import *
from contracts.catalog.codes import *
from contracts.catalog.conditions import *
from contracts.catalog.dated_rules import *
from contracts.catalog.decree_terms import *
from contracts.catalog.events import *
from contracts.catalog.form_keywords import *
from contracts.catalog.legacy_api import *
from contracts.catalog.procedures import *
from contracts.catalog.questions import *
from contracts.catalog.regime_drafts import *
from contracts.catalog.regimes import *
from contracts.catalog.revision import *
from contracts.catalog.search import *
from contracts.catalog.separation import *
from contracts.catalog.source_details import *
from contracts.catalog.terms import *
from contracts.catalog.thesaurus import *
from contracts.catalog.transfer import *
