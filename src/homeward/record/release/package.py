"""datapackage.json (Frictionless Data Package 1) with the rules the attacker may know, and the citation (RECORD, 'Release', 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from homeward.record.disclose.release_format import Measure, package_rules, table_name, table_resource
from homeward.record.workspace import Settings

from .encode import fields_of

LICENCE = {"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}


def package(
    settings: Settings,
    version: str,
    day: str,
    measures: Sequence[Measure],
    others: Mapping[str, Mapping[str, Sequence[Any]]],
    grain: str,
    invented: bool,
) -> dict[str, Any]:
    """`others` are tables that follow from the published ones or are no counts of people: path without ending to columns."""
    resources = [table_resource(m.name, t, f"data/{table_name(m.name, t)}.csv") for m in measures for t in m.tables] + [
        {
            "name": path.rpartition("/")[2],
            "path": f"{path}.csv",
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {"fields": fields_of(columns), "missingValues": [""]},
        }
        for path, columns in others.items()
    ]
    return {
        "profile": "tabular-data-package",
        "name": "homeward-record",
        "title": settings.title,
        "description": settings.scope,
        "version": version,
        "created": f"{day}T00:00:00Z",
        "licenses": [LICENCE],
        "contributors": [{"title": settings.about}] if settings.about else [],
        "resources": sorted(resources, key=lambda r: r["name"]),
        "homeward": {**package_rules(measures), "grain": grain, "invented": invented},
    }


def citation(settings: Settings, version: str, day: str) -> bytes:
    """CITATION.cff."""
    title = (settings.title or "Homeward record").replace('"', "'")
    about = (settings.about or "withheld for safety").replace('"', "'")
    lines = [
        "cff-version: 1.2.0",
        'message: "Cite the version you used."',
        "type: dataset",
        f'title: "{title}"',
        f'version: "{version}"',
        f"date-released: {day}",
        "license: CC-BY-4.0",
        "authors:",
        f'  - name: "{about}"',
        "",
    ]
    return "\n".join(lines).encode()
