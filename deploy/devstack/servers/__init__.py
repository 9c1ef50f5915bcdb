"""Private RabbitMQ and MongoDB servers, and what an administrator does on any."""
