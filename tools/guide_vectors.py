"""Write `spec/vectors/guide/`: thousands of cases both evaluators must pass, from one seed. Run after a change of GUIDE 4, 5, 7 or 9.

`pack.json` is the bundle of the small pack; the other files ask it. Answers are numbered, since most of them repeat.
"""

from __future__ import annotations

import json
import random
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

from homeward.guide.compile import open_pack
from homeward.guide.evaluate import ask
from homeward.guide.handout import numbered
from homeward.guide.layout import laid_out
from homeward.guide.load import load
from homeward.guide.numbers import years_in
from homeward.guide.paper import written
from homeward.guide.search import find
from homeward.guide.spelling import stem, tokens
from homeward.guide.three import open_names, value
from homeward.guide.timeline import timeline
from homeward.schema import canonical
from homeward.schema.guide_bundle import Bundle, Facts

ROOT = Path(__file__).parents[1]
PACK = ROOT / "tests" / "guide" / "packs" / "mini"
NAMES: dict[str, list[Any]] = {
    "b": [True, False],
    "c": [True, False],
    "n": [0, 1, 2, 3, 30],
    "m": [0, 2, 31],
    "k": ["x", "y", "z"],
    "d": ["2024-02-28", "2024-02-29", "2024-03-01"],
    "e": ["2023-12-31", "2024-03-31"],
}


def conditions(dice: random.Random, count: int) -> list[Any]:
    """[tree, answers, worth, open names] of random trees."""
    rows = []
    for _ in range(count):
        tree = _boolean(dice, 3)
        answers = {name: dice.choice(values) for name, values in NAMES.items() if dice.random() < 0.6}
        rows.append([tree, answers, value(tree, answers), sorted(open_names(tree, answers))])
    return rows


def _boolean(dice: random.Random, depth: int) -> Any:
    pick = dice.random()
    if depth and pick < 0.5:
        return [dice.choice(["&&", "||"]), *(_boolean(dice, depth - 1) for _ in range(dice.randint(2, 3)))]
    if depth and pick < 0.6:
        return ["!", _boolean(dice, depth - 1)]
    if pick < 0.7:
        return {"name": dice.choice("bc")}
    if pick < 0.8:
        return ["in", {"name": "k"}, dice.sample(NAMES["k"], dice.randint(1, 2))]
    if pick < 0.87:
        return [dice.choice(["==", "!="]), {"name": "k"}, dice.choice(NAMES["k"])]
    sign = dice.choice(["==", "!=", "<", "<=", ">", ">="])
    if pick < 0.93:
        return [sign, {"name": dice.choice("nm")}, dice.choice([0, 1, 2, 30, {"name": "n"}])]
    if pick < 0.97:
        return [sign, {"name": "d"}, dice.choice([{"name": "e"}, "2024-02-29"])]
    return [sign, ["days", {"name": "d"}, {"name": "e"}], dice.choice([-1, 0, 1, 31])]


def answers(bundle: Bundle, dice: random.Random, count: int) -> dict[str, Any]:
    """`facts` rows [threat, facts, number of the answer, act as shown]; `answers` without what only repeats the facts."""
    edges = ["2020-01-01", "2021-01-01", "2022-01-01", "2024-03-01", "2025-01-01", "2026-01-31", "2026-08-10", "2027-02-10"]
    table: dict[str, int] = {}
    rows = []
    for _ in range(count):
        threat = dice.choice(sorted(bundle.threats))
        facts = Facts(
            status=dice.choice(["", "contract", "conscript", "contract", "conscript"]),
            act_from=_day(dice, edges, 0.15),
            today=_day(dice, edges[3:], 0.1),
            said=_day(dice, edges, 0.7),
            answers=_given(dice, edges),
        )
        if facts.act_from and dice.random() < 0.25:
            facts = msgspec.structs.replace(facts, act_until=_later(facts.act_from, dice.choice([0, 1, 3, 40, 400])))
        answer = msgspec.to_builtins(ask(bundle, threat, facts))
        act = answer.pop("as_of")["act"]
        key = json.dumps({k: v for k, v in answer.items() if k not in ("threat", "known_to")}, sort_keys=True)
        rows.append([threat, msgspec.to_builtins(facts), table.setdefault(key, len(table)), act])
    givens: list[dict[str, Any]] = [{}, {"years": 6, "days_absent": 7, "armed": False}]
    asked = [Facts(status=status, today="2026-02-01", answers=given) for status in ("contract", "conscript") for given in givens]
    lines = [[t, msgspec.to_builtins(f), msgspec.to_builtins(timeline(bundle, t, f))] for t in sorted(bundle.threats) for f in asked]
    return {"answers": [json.loads(k) for k in table], "facts": rows, "timelines": lines}


def _given(dice: random.Random, edges: list[str]) -> dict[str, Any]:
    options = {
        "conduct": ["refused", "left"],
        "days_absent": [0, 1, 3, 4, 7, 60, 800],
        "armed": [True, False],
        "years": [0, 1, 2, 3, 4, 5, 6, 7, 9, 10],
        "order_on": edges,
    }
    chances = {"conduct": 0.4, "days_absent": 0.5, "armed": 0.5, "years": 0.7, "order_on": 0.6}
    return {name: dice.choice(values) for name, values in options.items() if dice.random() < chances[name]}


def _day(dice: random.Random, edges: list[str], none: float) -> str:
    return "" if dice.random() < none else _later(dice.choice(edges), dice.choice([-40, -3, -1, 0, 0, 1, 200]))


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def papers(bundle: Bundle, dice: random.Random, count: int) -> list[Any]:
    """[answers, language, lines, numbered lines, blanks, questions, number of dangers]."""
    names = ["Иванов Иван", "Łukasz O’Neil", "  A\tB\u202e ", "", "ß" * 70, "слово " * 30, "{unit}", "👩‍👧" * 40]
    rows = []
    for _ in range(count):
        given: dict[str, Any] = {q: dice.choice(names) for q in ("full_name", "unit", "reasons") if dice.random() < 0.7}
        if dice.random() < 0.6:
            given["order_on"] = dice.choice(["2024-05-01", "2022-12-31"])
        if dice.random() < 0.6:
            given["conduct"] = dice.choice(["refused", "left"])
        language = dice.choice(["ru", "en"])
        paper = written(bundle, "refusal", given, language)
        lines = [[line.kind, line.text] for line in paper.lines]
        rows.append([given, language, lines, numbered(paper.lines), paper.blanks, paper.questions, len(paper.dangers)])
    return rows


def searches(bundle: Bundle, dice: random.Random, count: int) -> dict[str, Any]:
    """`words`: [word, stem]; `heard`: [sentence, years, [[threat, score], …]], sentences bent at random."""
    texts = [t for threat in load(PACK).threats.values() for many in threat.phrases.values() for t in many]
    texts += [
        "какая завтра погода",
        "otkazhesh'sya — posadyat na 8 let",
        "дадут двадцать пять лет",
        "you will get fifteen years",
        "raport ne primem",
    ]
    heard = [_bent(dice, dice.choice(texts)) for _ in range(count)]
    words = sorted({t for text in [*texts, *heard] for t in tokens(text)})
    found = [[text, years_in(tokens(text)), [[f.threat, f.score] for f in find(bundle.search, text)]] for text in heard]
    return {"words": [[w, stem(w)] for w in words], "heard": found}


def _bent(dice: random.Random, text: str) -> str:
    letters = list(text)
    for _ in range(dice.randint(0, 3)):
        at = dice.randrange(len(letters))
        match dice.randrange(4):
            case 0:
                letters[at] = dice.choice("аоеиытснрлabcdeiou ")
            case 1:
                letters.insert(at, letters[at])
            case 2 if len(letters) > 3:
                del letters[at]
            case _:
                letters[at] = letters[at].upper()
    return "".join(letters)


def files() -> dict[str, bytes]:
    """Every vector file by name, the same bytes each time."""
    dice = random.Random(20261125)
    bundle = open_pack(PACK)
    made = {
        "conditions.json": conditions(dice, 1500),
        "answers.json": answers(bundle, dice, 2500),
        "papers.json": papers(bundle, dice, 60),
        "search.json": searches(bundle, dice, 500),
    }
    laid = canonical.encode(laid_out(msgspec.to_builtins(bundle), bundle.pack.languages))
    return {"pack.json": canonical.encode(bundle), "laid.json": laid} | {name: msgspec.json.encode(rows) for name, rows in made.items()}


def main() -> None:
    """Write the files, or with --check say whether they are as they would be written."""
    folder = ROOT / "spec" / "vectors" / "guide"
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files().items():
        if "--check" in sys.argv:
            if (folder / name).read_bytes() != data:
                sys.exit(f"{name} is not what tools/guide_vectors.py writes")
        else:
            (folder / name).write_bytes(data)
            print(f"{name}: {len(data) // 1024} KiB")


if __name__ == "__main__":
    main()
