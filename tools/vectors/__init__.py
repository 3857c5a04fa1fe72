"""Makes spec/vectors: one module a group of classes. Run by tools/make_vectors.py."""

from . import accused, blocks, encoding, entries, refusals, secrets, signing, turns
from .cast import bases

ALL = (encoding, signing, secrets, blocks, entries, accused, turns, refusals)
__all__ = ["ALL", "bases"]
