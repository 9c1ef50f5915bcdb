"""The only package that imports nameko and eventlet: the process of a service, its entrypoints and dependencies."""
