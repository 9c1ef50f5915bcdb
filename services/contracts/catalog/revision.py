"""Revision of the catalogue: by it whoever keeps the catalogue's answers in memory sees that something has changed."""

from contracts.base import Day, Model, Query


class GetRevision(Query):
    """Query for the revision of the catalogue. Anybody may ask; one look-up by id."""


class CatalogueRevision(Model):
    """Revision of the catalogue: an answer that was read after it holds as long as both fields are the same.

    `revision` is about the milliseconds since 1970 of the last change, so that a database brought back from a back-up
    never names an earlier revision again.
    """

    revision: int
    """Rises in the transaction of every change, also of one that leaves an answer as it was."""
    day: Day
    """The local day of Viet Nam at the catalogue, from which follows what is in force."""
