"""python -m payments"""

from chassis import monkey_patch  # noqa: F401, I001  first: it makes the process cooperative

from chassis.runtime.service import run
from payments.service import PaymentsService
from payments.settings import PaymentsSettings

run(PaymentsService, PaymentsSettings)
