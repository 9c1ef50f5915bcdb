"""Documents of the notifications service and how they are found."""
