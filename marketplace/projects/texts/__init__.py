"""Texts held as data: the model contract and the checklist of acceptance."""
