"""The stream of a dossier's events as its document shows it."""

from contracts.dossiers import HistoryEntry
from gateway.routes.dossiers.dossier_events import EVENT_STREAM

EXAMPLES = EVENT_STREAM[200]["content"]["text/event-stream"]["examples"]


def test_each_event_of_the_examples_is_one_of_the_contract() -> None:
    blocks = [block.splitlines() for example in EXAMPLES.values() for block in example["value"].split("\n\n")]
    events = [dict(line.split(": ", 1) for line in block) for block in blocks if "event: history" in block]
    assert events
    for event in events:
        entry = HistoryEntry.model_validate_json(event["data"], extra="forbid")
        assert entry.model_fields_set == set(HistoryEntry.model_fields)
        assert event["id"] == str(entry.version)
