"""The national catalogue's own JSON: its shapes, its defects, and what it says in our words."""
