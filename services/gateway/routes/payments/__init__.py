"""Routes of bills, orders and payment providers."""
