"""Whether the docstrings of a model's fields are read as their descriptions.

Pydantic finds them by reading and splitting up the source of every model as it is defined: a quarter of the processor
time that a service needs to start. Descriptions stand in the API document and in the reference of the settings: who
makes one of these needs them. A process that serves does not; its first import is `contracts.serving`.
"""

_read = True


def leave_out() -> None:
    """Every model that is defined from now on has fields without descriptions."""
    global _read  # noqa: PLW0603  it is said once, at the start of a process
    _read = False


def are_read() -> bool:
    """What a model that is being defined does."""
    return _read
