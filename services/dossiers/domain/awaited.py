"""What is awaited within a group of interlinked procedures, as the dossier shows it and reminds of it."""

from collections.abc import Iterator

from contracts.dossiers import AwaitedAct, AwaitedKind, DossierStep
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.steps import awaits_acknowledgement, senders


def awaited_acts(dossier: DossierState) -> tuple[AwaitedAct, ...]:
    """All that is awaited now. A result is known to the next agency once it is sealed and in the store: of a dossier without
    its seals it is awaited still."""
    return tuple(_awaited(dossier))


def between(dossier: DossierState, act: AwaitedAct) -> tuple[str, ...]:
    """The agencies on both sides of it, which are warned when it is late (NĐ 63/2024/NĐ-CP art 7.4)."""
    own = dossier.agency_code
    step = next((step for step in dossier.steps if step.code == act.step_code), None)
    if step is None:
        return (own,)
    others = (
        senders(dossier.steps, step)
        if act.kind is AwaitedKind.ACKNOWLEDGEMENT
        else tuple(each.agency_code for each in _next_of(dossier, step))
    )
    return tuple(dict.fromkeys(code or own for code in (step.agency_code, *others)))


def _awaited(dossier: DossierState) -> Iterator[AwaitedAct]:
    if dossier.awaited_consent is not None:
        consent = dossier.awaited_consent
        yield AwaitedAct(kind=AwaitedKind.CONSENT, until=consent.until, consent_id=consent.consent_id)
    known = {result.step_code for result in dossier.results if result.paper_id or result.file_id is None}
    for step in dossier.steps:
        if step.synchronise_until is not None and step.code not in known:
            yield _of_step(AwaitedKind.SYNCHRONISATION, step)
    for step in dossier.open_steps:
        if awaits_acknowledgement(step):
            yield _of_step(AwaitedKind.ACKNOWLEDGEMENT, step)


def _of_step(kind: AwaitedKind, step: DossierStep) -> AwaitedAct:
    until = step.synchronise_until if kind is AwaitedKind.SYNCHRONISATION else step.acknowledge_until
    return AwaitedAct(kind=kind, until=until, step_code=step.code)


def _next_of(dossier: DossierState, step: DossierStep) -> tuple[DossierStep, ...]:
    after = [each for each in dossier.steps if each.order > step.order]
    first = min((each.order for each in after), default=None)
    return tuple(each for each in after if each.order == first)
