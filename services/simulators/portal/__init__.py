"""A simulated national portal: it takes dossiers by the old contract as the real one does, and fails on request.

Written from what the contract's clients are known to do, so that it can find a fault in the service that pushes.
"""
