"""Regimes: law as documents."""

from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from catalog.repository.documents import document, read
from contracts.catalog import Regime


class RegimeRepository:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._regimes = database["regimes"]

    def all(self) -> tuple[Regime, ...]:
        return tuple(read(Regime, row) for row in self._regimes.find())

    def save(self, regime: Regime, session: ClientSession) -> None:
        row = document(regime)
        self._regimes.replace_one({"_id": regime.regime_id}, row, upsert=True, session=session)
