"""What an applicant hands in: papers, stored papers, form data."""
