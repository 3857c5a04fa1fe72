"""PROTOCOL 6.14, 8.5: words people read to each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.keys import words
from homeward.keys.errors import BadWords


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_lists_can_be_told_apart_by_four_letters(language: str) -> None:
    found = words.word_list(language)
    assert len(found) == len(set(found)) == 2_048
    assert len({w[:4] for w in found}) == 2_048
    assert all(w == w.casefold() and "ё" not in w and w.isalpha() and 3 <= len(w) <= 12 for w in found)


def test_no_word_is_in_both_lists_by_its_beginning() -> None:
    ru, en = ({w[:4] for w in words.word_list(g)} for g in ("ru", "en"))
    assert not ru & en


@given(st.binary(min_size=32, max_size=32), st.sampled_from(words.LANGUAGES), st.sampled_from([4, 6]))
def test_what_is_read_is_what_is_understood(data: bytes, language: str, count: int) -> None:
    shown = words.words(data, count, language)
    bits = "".join(f"{b:08b}" for b in data)
    assert words.indices(data, count) == tuple(int(bits[i * 11 : i * 11 + 11], 2) for i in range(count))
    for typed in (
        " ".join(shown),
        ", ".join(shown).upper(),
        "\n".join(w[:4] for w in shown),
        " ".join(f"{i}. {w}!" for i, w in enumerate(shown)),
    ):
        assert words.parse_words(typed, count) == words.indices(data, count)


@given(st.text(max_size=80))
def test_any_text_is_words_or_a_clear_refusal(text: str) -> None:
    try:
        found = words.parse_words(text, 6)
    except BadWords:
        return
    assert len(found) == 6 and all(0 <= i < 2_048 for i in found)


def test_the_word_that_is_wrong_is_named() -> None:
    shown = list(words.words(b"\x07" * 32, 6, "ru"))
    with pytest.raises(BadWords, match="щщщщ"):
        words.parse_words(" ".join([*shown[:5], "щщщщ"]), 6)
