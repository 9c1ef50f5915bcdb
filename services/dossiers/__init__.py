"""The dossier (hồ sơ): its life from submission to the result in the citizen's hand."""
