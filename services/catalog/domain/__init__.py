"""What the catalogue knows, without any input or output."""
