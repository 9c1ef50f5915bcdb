"""Documents made here: what each kind says, how it is set, kept and verified."""
