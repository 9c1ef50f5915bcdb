"""The pages for people: a payment's outcome, a document's verification."""
