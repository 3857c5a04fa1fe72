"""Adversarial test 16: a relay whose clock is a day, years or decades off loses nothing at once and keeps nothing for ever."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from homeward.relay.calendar import INSIST_SECONDS, Calendar

NOW = 20_000


def test_ordinary_days_are_accepted() -> None:
    assert Calendar(0).look(NOW, 0, 14) == (Calendar(NOW), True)
    assert Calendar(NOW).look(NOW + 1, 0, 14) == (Calendar(NOW + 1), True)


def test_a_machine_that_boots_in_1970_stamps_no_old_day_and_expires_nothing() -> None:
    calendar, agreed = Calendar(NOW).look(3, 0, 14)
    assert not agreed and calendar.stamp(3) == NOW
    calendar, agreed = calendar.look(NOW, 60, 14)  # the network told it the time
    assert agreed and calendar == Calendar(NOW)


def test_a_jump_ahead_must_insist_for_an_hour() -> None:
    calendar, agreed = Calendar(NOW).look(NOW + 700, 100, 14)
    assert not agreed and calendar.stamp(NOW + 700) == NOW + 700
    calendar, agreed = calendar.look(NOW + 700, 100 + INSIST_SECONDS - 1, 14)
    assert not agreed
    assert calendar.look(NOW + 700, 100 + INSIST_SECONDS, 14) == (Calendar(NOW + 700), True)


def test_a_clock_that_was_wrong_and_is_put_right_backwards_is_believed_in_the_end() -> None:
    calendar, agreed = Calendar(NOW + 700).look(NOW, 0, 14)
    assert not agreed
    assert calendar.look(NOW, INSIST_SECONDS, 14) == (Calendar(NOW), True)


@given(st.lists(st.integers(0, 100_000), max_size=30))
def test_a_stamp_never_falls_behind_the_accepted_day(clocks: list[int]) -> None:
    calendar = Calendar(NOW)
    for at, clock in enumerate(clocks):
        calendar, _ = calendar.look(clock, at * 600.0, 14)
        assert calendar.stamp(clock) >= calendar.known
