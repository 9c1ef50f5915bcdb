"""Routes of the systems of ministries and provinces, and of what they sent."""
