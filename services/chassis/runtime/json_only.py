"""Loads kombu without its formats besides JSON, in which all that travels is written."""

from chassis.core.process_start import without

with without("yaml", "msgpack"):
    import kombu.serialization  # noqa: F401
