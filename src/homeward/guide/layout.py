"""How a bundle lies in its file (GUIDE 10.1): sentences by language, so that each compresses beside its like. It knows JSON values only."""

from __future__ import annotations

from typing import Any


def laid_out(value: Any, languages: list[str]) -> dict[str, Any]:
    """`{"bundle", "texts"}`: every sentence in all `languages` became `{"t": n}`, its words stand at n in each language's list."""
    texts: dict[str, list[str]] = {language: [] for language in languages}
    seen: dict[tuple[str, ...], int] = {}

    def put(part: Any) -> Any:
        if isinstance(part, dict):
            if set(part) == set(languages) and all(isinstance(text, str) for text in part.values()):
                words = tuple(part[language] for language in languages)
                if words not in seen:
                    seen[words] = len(seen)
                    for language in languages:
                        texts[language].append(part[language])
                return {"t": seen[words]}
            return {key: put(part[key]) for key in sorted(part)}
        return [put(item) for item in part] if isinstance(part, list) else part

    return {"bundle": put(value), "texts": texts}


def put_together(laid: Any) -> Any:
    """The value that was laid out. Raises KeyError, IndexError, TypeError or AttributeError for anything else."""
    texts = laid["texts"]

    def take(part: Any) -> Any:
        if isinstance(part, dict):
            if set(part) == {"t"} and isinstance(part["t"], int):
                return {language: lines[part["t"]] for language, lines in texts.items()}
            return {key: take(inner) for key, inner in part.items()}
        return [take(item) for item in part] if isinstance(part, list) else part

    return take(laid["bundle"])
