"""An archive that takes over packages: it verifies each, refuses what is not whole, and signs a receipt. For development."""
