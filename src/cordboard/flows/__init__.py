"""What a machine performs with a customer: a graph of nodes and the pure machine that walks it."""
