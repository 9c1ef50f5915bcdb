"""A certification authority with what belongs to it, for development: OCSP, CRL, timestamps, a remote signing service."""
