"""Content server: contents of files in and out over HTTP, by ticket. No eventlet, no broker."""
