"""Routes of files, stored papers and verification."""
