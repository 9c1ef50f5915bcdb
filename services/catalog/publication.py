"""Publishing what changed, and telling it."""

from collections import Counter
from collections.abc import Sequence

from catalog.domain.publishing import Verdict, judge
from catalog.repository.procedures import Procedures
from catalog.repository.searchable import Searchable
from chassis.mongo import Unit
from contracts import catalog as contract
from contracts.catalog import ImportReport, ProcedureContent, ProcedurePublished, Quarantined

Verdicts = Counter[Verdict]


def publish(procedures: Procedures, unit: Unit, contents: Sequence[ProcedureContent]) -> Verdicts:
    """Give every new or changed procedure its next version; one event for each."""
    current = procedures.revisions([content.code for content in contents], unit.session)
    verdicts = {content.code: judge(content, current.get(content.code)) for content in contents}
    revised = [
        (content, current[content.code].version + 1 if content.code in current else 1)
        for content in contents
        if verdicts[content.code] != Verdict.UNCHANGED
    ]
    procedures.publish(revised, unit.now, unit.session)
    for content, version in revised:
        published = ProcedurePublished(code=content.code, version=version, fileable=content.fileable)
        unit.append(contract.PROCEDURE_PUBLISHED, content.code, version, published)
    Searchable(unit.database).show([content for content, _ in revised], unit.session)
    return Counter(verdicts.values())


def report(verdicts: Verdicts, quarantined: Sequence[Quarantined] = ()) -> ImportReport:
    return ImportReport(
        loaded=verdicts[Verdict.LOADED],
        updated=verdicts[Verdict.UPDATED],
        unchanged=verdicts[Verdict.UNCHANGED],
        quarantined=tuple(quarantined),
    )
