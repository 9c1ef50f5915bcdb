"""python -m payments"""

from chassis import green  # noqa: F401, I001  first: it makes the process cooperative

from chassis.runner import run
from payments.service import PaymentsService
from payments.settings import PaymentsSettings

run(PaymentsService, PaymentsSettings)
