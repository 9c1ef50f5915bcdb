"""Documents and blobs of the records service."""

from records.repository.files import FileRepository
from records.repository.gridfs import GridFsBlobs
from records.repository.indexes import create_indexes
from records.repository.issued_documents import IssuedDocumentRepository
from records.repository.papers import PaperRepository

__all__ = [
    "FileRepository",
    "GridFsBlobs",
    "IssuedDocumentRepository",
    "PaperRepository",
    "create_indexes",
]
