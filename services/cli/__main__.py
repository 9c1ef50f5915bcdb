"""Lets `python -m cli` be `motcua`."""

from cli.main import main

main(prog_name="motcua")
