"""The chassis under every service: the only code that touches nameko, kombu, eventlet and driver settings."""
