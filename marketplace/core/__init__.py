"""Mechanisms that every area shares: database, errors, clock, digests, journal, change log and jobs."""
