"""Processes of a test start from an interpreter that has imported already.

A service imports for most of a second before it does anything, and a run of the tests starts hundreds. The second and every
later start of a module in a test process is a fork of an interpreter that has imported what the module's `__main__` imports,
and has run nothing of it: the process then runs `__main__` as `python -m` does, with its own environment, folder, log,
session and signals.
"""
