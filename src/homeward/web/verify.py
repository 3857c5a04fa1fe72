"""Compares what a server hands out with this release, file by file, byte for byte; and its protecting headers.

It sees one answer at one time, to one asker. A server that lies only to some is found by many people looking often (WEBCAT).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx

from .errors import HostUnreachable, NotAnApp
from .files import Asset
from .host import headers

_MUST_MATCH = ("content-security-policy", "referrer-policy", "x-content-type-options")


@dataclass(frozen=True)
class Verdict:
    """What was found. Paths are sorted; the entry page is "index.html"."""

    release: str
    files: int
    differing: tuple[str, ...]
    missing: tuple[str, ...]
    loose: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not (self.differing or self.missing or self.loose)


def verify(url: str, assets: Mapping[str, Asset], client: httpx.Client) -> Verdict:
    """Fetch every released file from below `url`. Raises HostUnreachable, NotAnApp."""
    base = url if url.endswith("/") else url + "/"
    local = base.startswith("http://")
    differing, missing, loose = [], [], []
    for path, asset in sorted(assets.items()):
        answer = _get(client, urljoin(base, path))
        name = path or "index.html"
        if not path:
            if "text/html" not in answer.headers.get("content-type", ""):
                raise NotAnApp(base)
            wanted = headers(local)
            loose = [h for h in _MUST_MATCH if answer.headers.get(h) != wanted[h]]
        if answer.status_code != 200:
            missing.append(name)
        elif answer.content != asset.data:
            differing.append(name)
    release = json.loads(assets["hashes.json"].data)["release"]
    return Verdict(release, len(assets), tuple(differing), tuple(missing), tuple(loose))


def _get(client: httpx.Client, url: str) -> httpx.Response:
    try:
        return client.get(url)
    except httpx.HTTPError as error:
        raise HostUnreachable(f"{url}: {error}") from error
