"""Other services and the national portal, as sync calls them."""
