"""Demand, supply and concentration figures, and where a provider stands: figures that name no enterprise."""
