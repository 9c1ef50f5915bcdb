"""What is to be made, as it is handed to the making process."""

from contracts.base import Instant, Model
from contracts.records import IssueDocument


class DocumentJob(Model):
    """A document to make: `url` is where it is verified by its code."""

    request: IssueDocument
    code: str
    url: str
    at: Instant


class SealJob(Model):
    """A file to seal, which comes with it: its media type, and what the seal says."""

    file_id: str
    media_type: str
    code: str
    url: str
    title: str
    agency_name: str
    at: Instant
