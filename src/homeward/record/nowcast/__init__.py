"""More are coming: how many deaths of past months are not listed yet (RECORD-FIGURES 6.7; docs/methods/nowcast.md)."""
