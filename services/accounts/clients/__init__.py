"""Those outside whom accounts asks: identity providers."""
