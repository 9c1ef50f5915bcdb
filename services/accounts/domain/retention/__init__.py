"""Retention of records: schedules, holds, runs of destruction and their minutes."""
