"""SVG to PNG by resvg, with the one font that the drawing library brings: no font of this machine is asked (RECORD, 'Site', 3)."""

from __future__ import annotations

from pathlib import Path

import matplotlib
import resvg_py

SCALE = 2


def png(svg: str) -> bytes:
    """Twice the size in pixels, for print and for screens that are finer than most."""
    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    named = [str(fonts / name) for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")]
    made = resvg_py.svg_to_bytes(
        svg_string=svg, zoom=SCALE, skip_system_fonts=True, font_files=named, font_family="DejaVu Sans", sans_serif_family="DejaVu Sans"
    )
    return bytes(made)
