"""Second factors: log-ins of two steps, enrolment, proof once more, recovery codes, resets."""
