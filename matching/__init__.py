"""The matching engine: which contractors should an enterprise see first, and why.

Pure values in, values out. The doors are ``matching.ranking``, ``matching.linking``, ``matching.evaluation``,
``matching.bundle``, ``matching.sensitivity`` and ``matching.counterfactual``.
"""
