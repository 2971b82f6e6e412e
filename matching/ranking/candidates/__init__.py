"""Candidates as arrays: what is read of their texts, and the index that holds them."""
