"""SMS: handed over HTTP to a gateway of the company's choice."""
