"""A mail server that keeps what it gets and shows it over HTTP, in the manner of Mailpit."""
