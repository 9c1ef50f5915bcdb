"""What is issued for a dossier, and the content of each document."""
