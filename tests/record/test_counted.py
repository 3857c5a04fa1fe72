"""People and lists become rows of categories; nothing is guessed."""

from __future__ import annotations

import pytest

from homeward.record.claims import board
from homeward.record.counted import count_by, rows_of_csv, rows_of_people, until
from homeward.record.facts.claims import published_claims
from homeward.record.figure_errors import RegionUnknown, TableUnreadable
from homeward.record.generate.fill import fill
from homeward.record.generate.invent import invent
from homeward.record.judge import settle
from homeward.record.people import people
from homeward.record.store import Store
from homeward.schema.record import Claim

LIST = "region,died,age,rank,unit_type\nБурятия,2022-03-09,24,мл. сержант,professional army\nTuva,2022-04,,,\n,2022,51,старший прапорщик,\n"


def test_a_list_is_read_as_said() -> None:
    rows = list(rows_of_csv(LIST))
    assert [r["region"] for r in rows] == ["RU-BU", "RU-TY", "not-recorded"]
    assert [r["month"] for r in rows] == ["2022-03", "2022-04", "unclear"]
    assert [r["age"] for r in rows] == ["21-24", "not-recorded", "50-and-over"]
    assert [r["rank"] for r in rows] == ["sergeant", "not-recorded", "warrant"]
    assert [r["unit"] for r in rows] == ["professional", "not-recorded", "not-recorded"]


def test_a_day_limit_takes_only_what_is_sure() -> None:
    rows = list(rows_of_csv(LIST))
    assert len(until(rows, "2022-04-15")) == 1 and len(until(rows, "2022-04-30")) == 1
    assert len(until(rows, "2022-05-01")) == 2 and len(until(rows, "2022-12-31")) == 3 and len(until(rows, None)) == 3


def test_a_wrong_region_is_refused_not_dropped() -> None:
    with pytest.raises(RegionUnknown, match="Atlantis"):
        list(rows_of_csv("region,died\nAtlantis,2022-03-01\n"))
    with pytest.raises(TableUnreadable):
        list(rows_of_csv("name\nsomebody\n"))


def test_an_invented_record_is_counted_once_a_person(store: Store) -> None:
    fill(store, invent(60, 3))
    settle(store)
    everyone = list(people(store))
    rows = list(rows_of_people(everyone))
    assert 0 < len(rows) <= len(everyone)
    for dimension in ("region", "month", "age", "unit", "rank", "status"):
        assert sum(count_by(rows, dimension).values()) == len(rows)


def test_claims_stand_side_by_side_and_are_never_merged() -> None:
    mine = Claim(who="a circle", what="men who refused", low=14, high=14, scope="one unit", region="RU-TY", as_of="2022-07-11",
                 method="counted by their mothers", cited="the circle")  # fmt: skip
    found = board([mine], {("RU-BU", "2022-07"): 170})
    assert len(found) == len(published_claims()) + 1
    assert {(b.claim.low, b.claim.region) for b in found} >= {(35_000, None), (1_351, None), (159, "RU-BU"), (100, "RU-TY"), (14, "RU-TY")}
    buryatia = next(b for b in found if b.claim.region == "RU-BU")
    assert buryatia.counted == 170 and buryatia.rate is not None and round(buryatia.rate.rate, 2) == 57.01
    for ru, en in zip(published_claims("ru"), published_claims("en"), strict=True):
        assert (ru.low, ru.high, ru.region, ru.as_of) == (en.low, en.high, en.region, en.as_of) and ru.method != en.method
        assert ru.cited and ru.scope and ru.method
