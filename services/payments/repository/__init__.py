"""Documents of the payments service and how they are found."""
