"""Published aggregates, typed in with their citation. Never rows about persons (RECORD-FIGURES 3)."""
