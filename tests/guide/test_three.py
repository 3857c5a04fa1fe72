"""Unknown answers never decide: whatever is said with some answers missing stays true whatever they turn out to be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.guide.conditions import BOOLEAN, DATE, NUMBER, BadCondition, Kind, compile_condition
from homeward.guide.three import open_names, value

NAMES = {"b": BOOLEAN, "c": BOOLEAN, "n": NUMBER, "m": NUMBER, "d": DATE, "e": DATE, "k": Kind("choice", ("x", "y"))}
VALUES = {
    "b": st.booleans(), "c": st.booleans(), "n": st.integers(0, 4), "m": st.integers(0, 4), "k": st.sampled_from(["x", "y"]),
    "d": st.dates().map(str), "e": st.dates().map(str),
}  # fmt: skip
ATOMS = st.sampled_from(
    [
        "b",
        "c",
        "n > 2",
        "n == m",
        "m <= 3",
        'k == "x"',
        'k in ["x", "y"]',
        'd < "2024-02-29"',
        "days(d, e) >= 10",
        "n in [1, 2]",
        'k != "y"',
        "b == c",
    ]
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: f"({p[0]} && {p[1]})"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]} || {p[1]})"),
        inner.map(lambda p: f"!({p})"),
    ),
    max_leaves=6,
)
WHOLE = st.fixed_dictionaries(VALUES)


@given(CONDITIONS, WHOLE, st.sets(st.sampled_from(sorted(NAMES))))
def test_what_is_known_without_an_answer_stays_so_with_it(text: str, whole: dict, hidden: set) -> None:
    tree = compile_condition(text, NAMES)
    some = {k: v for k, v in whole.items() if k not in hidden}
    worth = value(tree, some)
    assert value(tree, whole) in (True, False)
    assert worth is None or worth == value(tree, whole)


@given(CONDITIONS, WHOLE, st.sets(st.sampled_from(sorted(NAMES))))
def test_an_open_condition_names_what_would_settle_it(text: str, whole: dict, hidden: set) -> None:
    tree = compile_condition(text, NAMES)
    some = {k: v for k, v in whole.items() if k not in hidden}
    names = open_names(tree, some)
    assert bool(names) == (value(tree, some) is None)
    assert names <= hidden
    assert value(tree, some | {n: whole[n] for n in names}) is not None


@given(st.text(alphabet="abnkd ()!&|=<>\"'0123456789[],-", max_size=40))
def test_any_text_is_a_condition_or_refused_in_words(text: str) -> None:
    try:
        tree = compile_condition(text, NAMES)
    except BadCondition as bad:
        said = bad.kind
    else:
        said = "condition-" if value(tree, {}) in (None, True, False) else ""
    assert said.startswith("condition-")


def test_deep_brackets_are_refused() -> None:
    for text in ("(" * 500 + "b" + ")" * 500, "!" * 500 + "b"):
        with pytest.raises(BadCondition, match="condition-deep"):
            compile_condition(text, NAMES)
