"""Ki-ốt thông minh: whose check of an identity suffices for a dossier that was filed at a kiosk."""

from contracts.catalog import Regime
from contracts.dossiers import Kiosk


def officer_must_see_identity(kiosk: Kiosk | None, regime: Regime) -> bool:
    """Whether an officer has to see who filed before he receives the dossier.

    The check by a kiosk stands for his from NĐ 309/2026/NĐ-CP on (art 17.2a); reception stays his in any case.
    """
    if kiosk is None:
        return False
    return kiosk.identity_check is None or not regime.kiosk_checks_identity
