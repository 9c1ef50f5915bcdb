"""What somebody who acts for another may call, and which scope of the act of representation it takes.

Every service looks here when it proves its caller (`chassis.core.callers`), so that what is not named is refused: a new
method is closed to representatives until it has a row.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts import accounts, catalog, dossiers, notifications, payments, records, sync
from contracts.base import Actor, AnyMethod, RepresentationScope
from contracts.errors import ErrorCode, ServiceError

_READ, _FILE, _PAY, _MANAGE = RepresentationScope


@dataclass(frozen=True)
class RepresentedCall:
    """`by_procedure`: also by an act for some procedures alone, as the method looks at the procedure of what it shows."""

    scope: RepresentationScope
    by_procedure: bool = False


def _calls(
    scope: RepresentationScope, *methods: AnyMethod, by_procedure: bool = False
) -> dict[str, RepresentedCall]:
    return {method.routing_key: RepresentedCall(scope, by_procedure) for method in methods}


REPRESENTED_CALLS: Mapping[str, RepresentedCall] = {
    **_calls(
        _READ,
        dossiers.list_dossiers,
        dossiers.get_dossier,
        dossiers.get_history,
        dossiers.get_clock,
        dossiers.read_feed,
        catalog.list_versions,
        catalog.get_version,
        catalog.compare_versions,
        by_procedure=True,
    ),
    **_calls(
        _READ,
        accounts.get_account,
        records.get_file,
        records.open_download,
        records.list_papers,
        records.get_paper,
        payments.list_bills,
        payments.get_bill,
        payments.list_orders,
        payments.get_order,
        payments.list_refunds,
        payments.get_refund,
        notifications.list_messages,
        sync.list_synced,
        sync.find_synced,
    ),
    **_calls(
        _FILE,
        dossiers.submit,
        dossiers.supplement,
        dossiers.withdraw,
        dossiers.rate,
        records.open_upload,
        by_procedure=True,
    ),
    **_calls(_PAY, payments.create_order, payments.cancel_order),
    **_calls(
        _MANAGE,
        accounts.list_representations,
        accounts.ask_representation,
        accounts.end_representation,
        accounts.update_profile,
        accounts.send_email_code,
        accounts.prove_email,
        accounts.send_phone_code,
        accounts.prove_phone,
    ),
}
"""By routing key. `dossiers.submit` and the acts on a dossier look at its procedure themselves."""


def require_represented(actor: Actor, method: AnyMethod) -> None:
    """Raises FORBIDDEN for somebody who acts for another and may not call this."""
    if actor.acting is None:
        return
    call = REPRESENTED_CALLS.get(method.routing_key)
    if call is None or not actor.may(call.scope) or (actor.acting.procedure_codes and not call.by_procedure):
        raise ServiceError(ErrorCode.FORBIDDEN)
