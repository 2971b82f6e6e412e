"""Tests of the imports area."""
