"""`motcua archive`: closed dossiers as sealed packages for an archive."""
