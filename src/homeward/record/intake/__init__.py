"""Intake: files by declared mappings, pasted notices, circles' figures, sealed submissions (RECORD 3)."""
