"""Tests of the exchange format's readers and writers."""
