"""Tách bạch nhiệm vụ: what an officer has done to a dossier excludes what he may do to it afterwards.

The pairs are data of the regime, which an agency fixes otherwise by a decision of its own: where one person is the office,
nothing is excluded (`contracts.catalog.separation`). They are bound to the dossier with the rest of the law, so that who
asks what may be done needs nothing but the dossier.
"""

from collections.abc import Iterable, Iterator

from contracts.base import Actor, OfficerRole
from contracts.catalog import OfficeAct, SeparatedActs
from contracts.dossiers import DossierAction, DossierStep
from dossiers.domain.model.dossier import DossierState

_ACTS = {
    DossierAction.ACCEPT: OfficeAct.RECEIVE,
    DossierAction.START_PROCESSING: OfficeAct.PROCESS,
    DossierAction.ISSUE_RESULT: OfficeAct.SIGN,
    DossierAction.CORRECT_RESULT: OfficeAct.SIGN,
}
"""What is served at once is one act of one officer (NĐ 61/2018/NĐ-CP art 17.4): it is none of these."""


def act_of(action: DossierAction) -> OfficeAct | None:
    """The act that an action is, whatever its step; None for one that excludes nothing."""
    return _ACTS.get(action)


def act_of_step(step: DossierStep) -> OfficeAct:
    """A leader's step is a signature."""
    return OfficeAct.SIGN if step.role is OfficerRole.LEADER else OfficeAct.PROCESS


def excluding(actor: Actor, dossier: DossierState, act: OfficeAct) -> SeparatedActs | None:
    """The pair by which what this officer has done to the dossier excludes the act; None: nothing does."""
    return first_excluding(acts_done(actor, dossier), act, dossier.terms.separated_acts)


def first_excluding(
    done: Iterable[OfficeAct], act: OfficeAct, pairs: Iterable[SeparatedActs]
) -> SeparatedActs | None:
    """The first of the pairs whose earlier act is done and whose other one is this."""
    acts = frozenset(done)
    return next((pair for pair in pairs if pair.excluded is act and pair.done in acts), None)


def acts_done(actor: Actor, dossier: DossierState) -> Iterator[OfficeAct]:
    """What this officer has done to the dossier, as the dossier itself says. Nothing for who has no account."""
    if not actor.account_id:
        return
    if actor.account_id == dossier.received_by:
        yield OfficeAct.RECEIVE
    yield from (act_of_step(step) for step in dossier.steps if step.completed_by == actor.account_id)
