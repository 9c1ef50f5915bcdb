"""Documents of the sync service and how they are found."""

from sync.repository.indexes import create_indexes

__all__ = ["create_indexes"]
