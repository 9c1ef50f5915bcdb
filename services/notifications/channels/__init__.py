"""Message channels: the port (`base`), those that the service knows (`registry`), and one module for each."""
