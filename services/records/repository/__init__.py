"""Documents and blobs of the records service."""

from records.repository.files import FileRepository
from records.repository.gridfs import GridFsBlobs
from records.repository.indexes import create_indexes

__all__ = ["FileRepository", "GridFsBlobs", "create_indexes"]
