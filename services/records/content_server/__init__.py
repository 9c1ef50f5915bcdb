"""The byte door: contents of files go in and out over HTTP, by ticket. No eventlet, no broker."""
