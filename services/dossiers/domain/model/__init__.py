"""The dossier, the law it stands under, its states and what they allow."""
