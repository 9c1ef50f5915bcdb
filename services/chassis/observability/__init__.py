"""What the operations team sees: metrics, logs without personal data, health and its probes."""
