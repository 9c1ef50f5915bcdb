"""Retention: schedules and holds are written, runs proposed and approved, and carried out over the services."""
