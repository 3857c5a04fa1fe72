"""Dated, cited, signed legal packs (GUIDE): read, check, compile, ask, sign. Knows no circle and no relay."""
