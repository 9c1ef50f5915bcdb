"""Import of administrative units in batches, with the sum of the answers."""

from collections.abc import Callable, Iterator

from chassis.core.ids import new_id
from cli.catalogue.national_import import ImportTotals, batches
from cli.catalogue.unit_map import UnitMap
from contracts.catalog import ImportReport, ImportUnits

BATCH = 500


def send_map(
    found: UnitMap, send: Callable[[ImportUnits], ImportReport]
) -> Iterator[tuple[int, ImportTotals]]:
    """After each batch yields how many units it had and the totals so far. A batch sent twice has one effect."""
    totals, run_id = ImportTotals(), new_id()
    for group, (_, units) in enumerate(found.groups):
        for number, batch in enumerate(batches(units, BATCH)):
            request = ImportUnits(command_id=f"{run_id}:{group}:{number}", run_id=run_id, units=batch)
            totals.add(len(batch), send(request))
            yield len(batch), totals
