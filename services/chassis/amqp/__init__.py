"""The broker over kombu and py-amqp, never eventlet: topology, publishing, retries, dead letters, the RPC protocol."""
