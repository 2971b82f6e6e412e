"""Rows that belong to somebody, and the best of them, quickly."""
