"""Lets `python -m cli` be `motcua`."""

from contracts import serving  # noqa: F401  isort: skip  before any contract

from cli.main import main

main(prog_name="motcua")
