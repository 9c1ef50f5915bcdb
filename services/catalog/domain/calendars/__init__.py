"""Working calendars (lịch làm việc): composition, validation, counting days."""
