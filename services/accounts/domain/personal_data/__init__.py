"""The law of personal data as functions: purposes and consents, requests and their times."""
