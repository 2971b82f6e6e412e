"""Reads of the programme, by topic."""
