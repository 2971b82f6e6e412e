"""Enterprises with their problem and scenario lists (问题清单, 场景清单)."""
