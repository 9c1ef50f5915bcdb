"""Importing this, before any contract, says that the process serves.

No description of a field is read, and nobody looks for garbage among what is imported, until
`chassis.core.process_start.settle`.
"""

import gc

from contracts import field_descriptions

field_descriptions.leave_out()
gc.disable()
