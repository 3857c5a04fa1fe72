"""Figures released by circles: how many refusals were filed, men held, released, home (RECORD 3.7). A circle releases; nobody is named."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from homeward.record.errors import FileUnreadable
from homeward.record.regions import regions
from homeward.record.store import Store
from homeward.schema.record import Figure


class Released(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a circle's release: `{"what": "filed", "region": "RU-BU", "value": 29, "as_of": "2022-07-31"}`."""

    what: Literal["filed", "held", "released", "home"]
    value: int
    as_of: str
    region: str | None = None


def take_figures(store: Store, file: Path, source: str) -> int:
    """Take a circle's release in (JSON list); how many figures. The source must be declared. Raises FileUnreadable, SourceUnknown."""
    store.reports.source(source)
    try:
        lines = msgspec.json.decode(file.read_bytes(), type=list[Released])
    except (OSError, msgspec.DecodeError) as error:
        raise FileUnreadable(f"{file.name}: {error}") from error
    for line in lines:
        if line.value < 0 or (line.region is not None and line.region not in regions()):
            raise FileUnreadable(f"{file.name}: {line.what} {line.region} {line.value}")
    with store.transaction():
        for line in lines:
            store.public.figure(Figure(source=source, what=line.what, region=line.region, value=line.value, as_of=line.as_of))
    return len(lines)
