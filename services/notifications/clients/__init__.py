"""Other services that notifications calls."""
