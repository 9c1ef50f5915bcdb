"""The words, one file per event type: `[vi]` and `[en]`, each with a subject and a body.

A line of a body that names a value which the event does not have is left out.
"""
