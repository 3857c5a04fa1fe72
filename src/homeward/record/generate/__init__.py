"""Invented people with known truth, from a seed, at any size (docs/methods/invented-people.md says how, and how noisy)."""
