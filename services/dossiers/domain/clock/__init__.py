"""The time limit of a dossier (thời hạn giải quyết): its due date and what moves it."""
