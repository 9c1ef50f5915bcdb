"""The stored documents of the dossiers service."""

from dossiers.repository.codes import CodeRepository
from dossiers.repository.delegations import DelegationRepository
from dossiers.repository.dossiers import DossierRepository, StoredDossier
from dossiers.repository.indexes import create_indexes
from dossiers.repository.issuances import IssuanceRepository
from dossiers.repository.laws import LawCache, LawRepository

__all__ = [
    "CodeRepository",
    "DelegationRepository",
    "DossierRepository",
    "IssuanceRepository",
    "LawCache",
    "LawRepository",
    "StoredDossier",
    "create_indexes",
]
