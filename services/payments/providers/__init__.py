"""Payment providers: the port (`base`), those that the service knows (`registry`), and one package for each."""
