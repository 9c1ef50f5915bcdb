"""`motcua audit`: whether the event logs are what they were when they were written."""
