"""Readers and writers of the exchange format: files ↔ typed rows."""
