"""Sync (đồng bộ hồ sơ): dossiers that ministries and provinces report to us, and our own that we push to the national
portal."""
