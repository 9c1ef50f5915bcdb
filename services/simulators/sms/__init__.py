"""A provider of short messages that keeps what it gets, with the interface of eSMS."""
