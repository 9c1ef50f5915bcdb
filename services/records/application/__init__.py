"""Use cases of the records service: files, issued documents and the personal store of papers."""
