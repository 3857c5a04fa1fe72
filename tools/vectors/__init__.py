"""Makes spec/vectors: one module a group of classes. Run by tools/make_vectors.py."""

from . import accused, encoding, refusals, signing, turns
from .cast import bases

ALL = (encoding, signing, accused, turns, refusals)
__all__ = ["ALL", "bases"]
