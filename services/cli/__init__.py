"""The operator's command line: `motcua`, or `python -m cli`."""
