"""What makes the start of a process cheap. A system starts a dozen processes, tests start dozens."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(*modules: str) -> Iterator[None]:
    """Within it these modules are not found: those that a library takes where they are installed and that we do not use."""
    hidden = [name for name in modules if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)


def settle() -> None:
    """What is there now stays until the process ends: garbage is looked for among what comes after it.

    `contracts.serving` has begun: the garbage collector would go through all classes of all modules some hundred times while
    they are made, and through them again with each of its full collections.
    """
    gc.freeze()
    gc.enable()
