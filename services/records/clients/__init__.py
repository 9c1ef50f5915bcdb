"""Other services, as records calls them."""
