"""Lets `python -m cli` be `motcua`."""

from contracts import serving  # noqa: F401  isort: skip  before any contract

from chassis.core import process_start
from cli.main import main

process_start.settle()
main(prog_name="motcua")
