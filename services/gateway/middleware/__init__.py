"""What is around every request: its log line and metrics, its rate limits."""
