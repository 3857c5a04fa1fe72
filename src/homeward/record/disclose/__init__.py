"""Disclosure control: what a release may show, what it must hide, and an attacker who tries to find it (RECORD-FIGURES 8)."""
