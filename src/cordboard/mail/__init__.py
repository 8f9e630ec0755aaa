"""E-mail: plain text, handed to the company's mail server by SMTP."""
