"""Routes of dossiers (hồ sơ): filing, acts, the desk, events, the public look-up."""
