"""The centre as configured: queues, people, hours, trunks and rights. Values only."""
