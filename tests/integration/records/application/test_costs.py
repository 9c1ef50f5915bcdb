"""What each use case costs: requests to MongoDB and transactions.

The table is what the service needs today. Who makes one cheaper writes the lower figure; a higher one needs a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.integration.records.application.documents.requests import (
    AGENCY,
    issue_document,
    issue_request,
    seal_request,
    seal_result,
)
from tests.integration.records.use_cases import DOSSIERS, Records, as_actor, submitted
from tests.support.costs import Cost, Costs
from tests.support.stores import fresh_store

from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from chassis.storage.timers import Timer
from contracts.records import DescribeFiles, DossierReaders, IssueDocuments, SealResults
from devstack.servers.mongo_address import MongoAddress
from devstack.walk.pdf import pdf
from records.application import files, seal_trials
from records.application.documents import issue, result_sealing
from records.application.file_contents import TRY_SEAL
from records.repository import create_indexes

READERS = DossierReaders(agency_codes=(AGENCY,), account_ids=("applicant",))


COSTS = {
    "issue one document": Cost(requests=13, transactions=2),
    "issue it again": Cost(requests=1, transactions=0),
    "issue ten documents": Cost(requests=13, transactions=2),
    "seal a result": Cost(requests=11, transactions=1),
    "seal ten results": Cost(requests=11, transactions=1),
    "try ten files for a seal": Cost(requests=12, transactions=0),
    "describe ten results that were tried": Cost(requests=1, transactions=0),
    "describe ten files": Cost(requests=1, transactions=0),
    "share the file of one dossier": Cost(requests=8, transactions=1),
    "share the files of ten dossiers": Cost(requests=8, transactions=1),
    "announce an upload": Cost(requests=4, transactions=1),
}


@pytest.fixture
def alone(mongo: MongoAddress, records: Records) -> Iterator[Records]:
    """The use cases on a store whose requests are counted."""
    with fresh_store(mongo, "records", create_indexes) as store:
        yield replace(records, store=store)


def test_no_use_case_costs_more_than_the_table_says(alone: Records) -> None:
    uploads = tuple(alone.store_file(data=pdf(f"So {number}")) for number in range(12))
    costs = Costs(alone.store.database.name)
    measure = costs.measure

    def issue_ten() -> None:
        ten = tuple(issue_request().model_copy(update={"readers": READERS}) for _ in range(10))
        issue.issue_documents(alone.signing, IssueDocuments(documents=ten), as_actor(DOSSIERS))

    command_id, described = new_id(), DescribeFiles(file_ids=uploads[:10])
    issue_document(alone, new_id())
    measure("issue one document", lambda: issue_document(alone, command_id))
    measure("issue it again", lambda: issue_document(alone, command_id))
    measure("issue ten documents", issue_ten)
    measure("seal a result", lambda: seal_result(alone, uploads[0], readers=READERS))
    results = tuple(seal_request(each, readers=READERS) for each in uploads[1:11])
    measure(
        "seal ten results",
        lambda: result_sealing.seal_results(alone.signing, SealResults(results=results), as_actor(DOSSIERS)),
    )
    trials = [Timer(TRY_SEAL, each, utcnow(), {}, 1) for each in uploads[:10]]
    measure("try ten files for a seal", lambda: seal_trials.try_scheduled(alone.signing, trials))
    to_be_sealed = described.model_copy(update={"to_be_sealed": True})
    measure(
        "describe ten results that were tried",
        lambda: files.describe_files(alone.signing, to_be_sealed, as_actor(DOSSIERS)),
    )
    measure("describe ten files", lambda: files.describe_files(alone.signing, described, as_actor(DOSSIERS)))
    measure("share the file of one dossier", lambda: alone.share(submitted(uploads[1])))
    measure("share the files of ten dossiers", lambda: alone.share(*map(submitted, uploads[2:])))
    measure("announce an upload", alone.announce)
    assert costs.found == COSTS, costs.seen
