"""Making of documents and seals, in a process of lower priority."""
