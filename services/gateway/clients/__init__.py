"""The other parties: the services over AMQP, the content server of records, the keys of accounts."""
