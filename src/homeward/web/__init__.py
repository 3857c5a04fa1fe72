"""The static host of the web app, and the check that a server hands out exactly the released files."""
