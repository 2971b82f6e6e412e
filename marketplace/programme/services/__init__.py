"""Writes of the programme, by topic."""
