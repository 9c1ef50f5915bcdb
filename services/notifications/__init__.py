"""Messages to people: one for each event, channel and recipient, with the evidence of its delivery."""
