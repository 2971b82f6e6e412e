"""Ranked and explained contractors for an enterprise; the only place that touches matching.ranking."""
