"""Supervisors' firms (监理)."""
