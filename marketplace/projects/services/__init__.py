"""Writes of enquiries and projects, by step; none commits."""
