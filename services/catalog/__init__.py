"""The catalogue of procedures: publishing, searching, importing; the regimes and calendars they are filed under."""
