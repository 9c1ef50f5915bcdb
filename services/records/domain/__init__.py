"""Rules of files, papers and issued documents. Pure."""
