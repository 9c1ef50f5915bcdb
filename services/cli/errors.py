"""Faults as an operator should read them: one line that says what is wrong, one that says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from pydantic import ValidationError

from chassis.amqp.errors import BrokerError, BrokerErrorKind, translate_broker_errors
from cli.settings import without_login
from contracts.errors import ErrorCode, ServiceError

_SERVICE_ADVICE = {
    ErrorCode.UNKNOWN_SERVICE: "Start the service that this command needs.",
    ErrorCode.DEADLINE_EXCEEDED: "See whether the service runs and what its log says.",
    ErrorCode.UNAVAILABLE: "The service cannot reach its database or the broker: see its log.",
}

_BROKER_ADVICE = {
    BrokerErrorKind.UNREACHABLE: (
        "The broker is not reachable",
        "Is it running? Its address comes from MOTCUA_AMQP_URI(_FILE) or MOTCUA_AMQP_ADMIN_URI(_FILE).",
    ),
    BrokerErrorKind.REFUSED: (
        "The broker refuses this login, or what it asks for",
        "Look at the secret the address comes from. `motcua topology apply` puts users and rights.",
    ),
    BrokerErrorKind.MISSING: ("The broker lacks a part", "Run `motcua topology apply`."),
    BrokerErrorKind.DIFFERENT: (
        "The broker has a part of that name with other arguments",
        "Empty it, delete it, then run `motcua topology apply` again.",
    ),
    BrokerErrorKind.NOT_TAKEN: (
        "The broker did not take a message",
        "Run `motcua topology orphans` to see why.",
    ),
}


@contextmanager
def click_errors(amqp_uri: str) -> Iterator[None]:
    """Turn what may go wrong with this broker, and behind it, into click's errors."""
    try:
        with translate_broker_errors():
            yield
    except ServiceError as error:
        raise click.ClickException(_refusal(error)) from error
    except ValidationError as error:
        raise click.UsageError("; ".join(_wrong_inputs(error))) from error
    except BrokerError as error:
        what, advice = _BROKER_ADVICE[error.kind]
        where = without_login(amqp_uri)
        raise click.ClickException(f"{what}: {error.detail} ({where})\n{advice}") from error


def _refusal(error: ServiceError) -> str:
    words = error.definition
    fields = [f"  {field.pointer}: {field.detail}" for field in error.errors]
    lines = [f"{words.title.en}: {_format(words.detail.en, error)}", *fields]
    return "\n".join([*lines, _SERVICE_ADVICE.get(error.code, "")]).rstrip()


def _format(words: str, error: ServiceError) -> str:
    try:
        return words.format(**error.params)
    except KeyError:
        return words


def _wrong_inputs(error: ValidationError) -> Iterator[str]:
    for found in error.errors(include_input=False, include_url=False):
        yield f"{'.'.join(map(str, found['loc']))}: {found['msg']}"
