"""How long the state machines run: quick by default, thousands of lives with HYPOTHESIS_PROFILE=deep."""

import os

from hypothesis import HealthCheck, settings

DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"


def lives(usual: int, deep: int, steps: int) -> settings:
    """So many lives of at most so many steps each."""
    return settings(
        max_examples=deep if DEEP else usual,
        stateful_step_count=steps * 2 if DEEP else steps,
        deadline=None,
        suppress_health_check=(HealthCheck.too_slow,),
    )
