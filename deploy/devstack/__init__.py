"""The embedded stack: Motcua on one machine, with a private broker and a private database."""
