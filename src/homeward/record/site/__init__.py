"""The static site of a release: reads a release folder and nothing else, so it can show nothing that was not published (RECORD, 'Site')."""
