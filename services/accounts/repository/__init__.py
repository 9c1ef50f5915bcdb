"""Documents of the accounts service and how they are found."""
