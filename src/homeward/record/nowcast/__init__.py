"""More are coming: how many deaths of past months are not listed yet (spec/RECORD.md, 6.7; docs/methods/nowcast.md)."""
