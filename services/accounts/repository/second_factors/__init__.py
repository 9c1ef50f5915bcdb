"""Second factors, their enrolments and challenges as documents."""
