"""The way of a closed dossier to the archive: file plans, places, packages, transfers."""
