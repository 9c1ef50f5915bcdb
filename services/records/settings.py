"""What the records service and its door read from their environment."""

from typing import Annotated

from pydantic import Field, StringConstraints

from chassis.settings import Configuration, Settings
from records.domain.tickets import MIN_KEY_BYTES

TicketKey = Annotated[str, StringConstraints(min_length=MIN_KEY_BYTES), Field(repr=False)]
"""The same for service and door. Changing it ends the tickets given out, some minutes of them."""


class RecordsSettings(Settings):
    ticket_key: TicketKey


class DoorSettings(Configuration):
    """The byte door. `upload_idle_s` is the longest pause between two chunks, `upload_limit_s` a whole upload."""

    mongo_uri: str = Field(repr=False)
    mongo_database: str
    ticket_key: TicketKey
    door_host: str = "0.0.0.0"  # noqa: S104  inside a container; the local stack says 127.0.0.1
    door_port: int = 8080
    drain_s: int = Field(default=20, gt=0)
    upload_idle_s: float = Field(default=10.0, gt=0)
    upload_limit_s: float = Field(default=300.0, gt=0, le=1800)
