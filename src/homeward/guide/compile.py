"""From a pack's folder to a bundle (GUIDE 10.1), and from a bundle's bytes back. Two builds of the same files are the same bytes."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

import msgspec
from msgspec import structs

from homeward.schema import canonical
from homeward.schema.errors import NotCanonical
from homeward.schema.guide_bundle import ArticlePart, Bundle

from .check import check
from .errors import BundleDamaged, NoPack, PackBroken
from .kinds import conditions_of
from .layout import laid_out, put_together
from .load import Draft, load
from .search import index

LARGEST = 8_000_000


def open_pack(path: Path) -> Bundle:
    """The bundle of a folder (compiled now) or of a .guide file. Raises NoPack, PackBroken, BundleDamaged."""
    if path.is_dir():
        return compile_draft(load(path))
    if not path.is_file():
        raise NoPack(str(path))
    return unpack(path.read_bytes())


def compile_draft(draft: Draft) -> Bundle:
    """The bundle of a pack as written. Raises PackBroken with every problem."""
    problems = check(draft)
    if problems or draft.pack is None:
        raise PackBroken(problems)
    return Bundle(
        format=1,
        pack=draft.pack,
        sources=draft.sources,
        norms=draft.norms,
        claims=draft.claims,
        questions=draft.questions,
        threats={i: structs.replace(t, phrases={}) for i, t in draft.threats.items()},  # the search index has them
        interviews=draft.interviews,
        documents=draft.documents,
        addresses=draft.addresses,
        articles={i: _article(draft, i) for i in sorted(draft.articles)},
        words=draft.words,
        conditions=conditions_of(draft)[0],
        search=index(draft.threats, draft.synonyms, draft.phrases),
    )


def _article(draft: Draft, i: str) -> list[ArticlePart]:
    versions = draft.articles[i]
    first = versions[draft.languages[0]]
    return [
        ArticlePart(kind=part.kind, text={x: versions[x][n].text for x in draft.languages}, claims=part.claims)
        for n, part in enumerate(first)
    ]


def pack_bytes(bundle: Bundle) -> bytes:
    """Canonical JSON, gzipped without name and time: the bytes that are signed."""
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=out, mtime=0) as packed:
        packed.write(canonical.encode(laid_out(msgspec.to_builtins(bundle), bundle.pack.languages)))
    return out.getvalue()


def unpack(data: bytes) -> Bundle:
    """The bundle of some bytes. Raises BundleDamaged for anything that `pack_bytes` would not have written."""
    try:
        reader = zlib.decompressobj(wbits=31)
        text = reader.decompress(data, LARGEST)
        if reader.unconsumed_tail or reader.unused_data or not reader.eof:
            raise BundleDamaged("size")
        bundle = msgspec.convert(put_together(canonical.decode_any(text, limit=LARGEST)), Bundle, strict=True)
    except (zlib.error, NotCanonical, msgspec.ValidationError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise BundleDamaged(str(error)) from error
    if pack_bytes(bundle) != data:
        raise BundleDamaged("another spelling of the same pack")
    return bundle
