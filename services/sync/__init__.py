"""Sync (đồng bộ hồ sơ): what ministries and provinces tell of their dossiers, and what we tell as one of them."""
