"""The rules of files, pure."""
