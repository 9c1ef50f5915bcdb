"""Documents and blobs of the records service."""

from records.repository.files import FileRepository
from records.repository.gridfs import GridFsBlobs
from records.repository.indexes import create_indexes
from records.repository.issued_documents import AlreadyIssued, IssuedDocumentRepository
from records.repository.papers import PaperRepository

__all__ = [
    "AlreadyIssued",
    "FileRepository",
    "GridFsBlobs",
    "IssuedDocumentRepository",
    "PaperRepository",
    "create_indexes",
]
