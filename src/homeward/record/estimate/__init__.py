"""Multiple systems estimation: how many are on none of the lists (spec/RECORD.md, 6; docs/methods/estimate.md)."""
