"""Reads of enquiries and projects for pages: a fixed number of statements each."""
