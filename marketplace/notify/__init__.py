"""In-site inbox and e-mail."""
