"""Our dossiers on their way to the national portal: state of a push, the items sent, the portal's answers."""
