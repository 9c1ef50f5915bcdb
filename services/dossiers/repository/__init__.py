"""The documents of the service."""

from dossiers.repository.delegations import DelegationRepository
from dossiers.repository.dossiers import DossierRepository
from dossiers.repository.indexes import create_indexes
from dossiers.repository.laws import LawCache, LawRepository

__all__ = ["DelegationRepository", "DossierRepository", "LawCache", "LawRepository", "create_indexes"]
