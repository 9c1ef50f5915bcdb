"""The dossier (hồ sơ): its ten official states, what may be done to it, what its events are."""

from contracts.dossiers.api import *
from contracts.dossiers.archive import *
from contracts.dossiers.clock import *
from contracts.dossiers.commands import *
from contracts.dossiers.digitisation_figures import *
from contracts.dossiers.dossier import *
from contracts.dossiers.events import *
from contracts.dossiers.fee_quotes import *
from contracts.dossiers.fee_reductions import *
from contracts.dossiers.file_plans import *
from contracts.dossiers.interlinked import *
from contracts.dossiers.kiosk import *
from contracts.dossiers.obligations import *
from contracts.dossiers.outages import *
from contracts.dossiers.papers import *
from contracts.dossiers.parts import *
from contracts.dossiers.passing import *
from contracts.dossiers.people import *
from contracts.dossiers.queries import *
from contracts.dossiers.readings import *
from contracts.dossiers.regime_trial import *
from contracts.dossiers.status import *
from contracts.dossiers.submission_number import *
from contracts.dossiers.succession import *
from contracts.dossiers.transfers import *
from contracts.dossiers.worklist import *
