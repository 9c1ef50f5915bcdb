"""What people are told: one message per event, channel and recipient, with the evidence of its hand-over."""
