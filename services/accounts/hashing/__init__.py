"""Password hashes are computed in processes of their own, which give way to all others."""
