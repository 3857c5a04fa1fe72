"""A release: what a record tells the world, and nothing else (spec/RECORD.md, 'Release')."""
