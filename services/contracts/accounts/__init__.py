"""Identity: citizens, officers, administrators, systems; how they prove who they are, and their sessions and tokens."""

from contracts.accounts.account import *
from contracts.accounts.api import *
from contracts.accounts.breaches import *
from contracts.accounts.contacts import *
from contracts.accounts.eid import *
from contracts.accounts.events import *
from contracts.accounts.fields import *
from contracts.accounts.identity import *
from contracts.accounts.machine_clients import *
from contracts.accounts.officers import *
from contracts.accounts.passwords import *
from contracts.accounts.personal_data import *
from contracts.accounts.representation import *
from contracts.accounts.retention import *
from contracts.accounts.second_factors import *
from contracts.accounts.sessions import *
from contracts.accounts.token_keys import *
