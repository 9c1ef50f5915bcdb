"""Counters of the numbers of documents, and which command has which number."""

from collections.abc import Mapping
from typing import Any

from chassis.storage.repository import Repository
from records.domain.numbering import DocumentNumber, series_key

Series = tuple[str, str, int]


class DocumentNumberRepository(Repository):
    """A number is given to a command once, before its document is made: a document that is made again has the same one."""

    collection = "document_numbers"

    def of_commands(self, series: Mapping[str, Series]) -> dict[str, DocumentNumber]:
        """By command, in the series of each; those that have none yet get the next ones, in the order of the commands.

        Of two transactions that number one series at once, the second is run again after the first.
        """
        named = {"_id": {"$in": list(series)}}
        known = {each["_id"]: _number(each) for each in self.documents.find(named, session=self.session)}
        missing = [command for command in series if command not in known]
        if not missing:
            return known
        last = self._last({series_key(series[command]) for command in missing})
        for command in missing:
            agency_code, symbol, year = series[command]
            key = series_key(series[command])
            last[key] += 1
            number = DocumentNumber(number=last[key], symbol=symbol, year=year)
            known[command] = number
            document = {"_id": command, "agency_code": agency_code, **number.model_dump()}
            self.writes.insert(self.collection, document)
        for key in {series_key(series[command]) for command in missing}:
            self.writes.put(_COUNTERS, {"_id": key, "last": last[key]})
        return known

    def _last(self, keys: set[str]) -> dict[str, int]:
        found = self.database[_COUNTERS].find({"_id": {"$in": sorted(keys)}}, session=self.session)
        return dict.fromkeys(keys, 0) | {each["_id"]: int(each["last"]) for each in found}


_COUNTERS = "document_counters"


def _number(document: Mapping[str, Any]) -> DocumentNumber:
    return DocumentNumber.model_validate(document, extra="ignore")
