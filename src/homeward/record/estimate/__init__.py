"""Multiple systems estimation: how many are on none of the lists (RECORD-FIGURES 6; docs/methods/estimate.md)."""
