"""Makes spec/vectors: one module a group of classes. Run by tools/make_vectors.py."""

from . import accused, blocks, choosing, encoding, entries, firsts, ordering, porches, refusals, rosters, secrets, signing, turns, wires
from .cast import bases

ALL = (encoding, signing, secrets, blocks, entries, accused, firsts, turns, refusals, rosters, ordering, choosing, porches, wires)
tree = choosing.document
__all__ = ["ALL", "bases", "tree"]
