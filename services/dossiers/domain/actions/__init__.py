"""The actions on a dossier: each takes its state and a request and gives the transition that follows."""
