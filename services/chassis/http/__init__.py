"""Serving HTTP on asyncio: a stop that fails no request."""
