"""The way of a closed dossier to the archive: file plan, place, package, transfer."""
