"""The review desk: a page on this machine where people decide what belongs together and why (RECORD, 'Desk')."""
