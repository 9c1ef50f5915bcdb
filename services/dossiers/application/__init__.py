"""Use cases of the dossiers service: they transact and call others; every decision is the domain's."""
