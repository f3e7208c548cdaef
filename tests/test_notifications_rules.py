"""Pure rules of notices: digest mornings, phone numbers, places, sentences, kinds."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask_babel import lazy_gettext, lazy_ngettext
from hypothesis import given
from hypothesis import strategies as st

from kinerja import clock
from kinerja.notifications.rules import (
    CHOOSABLE,
    MailChoice,
    NoticeKind,
    Rhythm,
    digest_slot,
    international,
    pack,
    place,
    read_place,
    unpack,
    usual_choice,
    whatsapp_link,
)

WITA = ZoneInfo("Asia/Makassar")
OFF = {date(2026, 12, 24), date(2026, 12, 25), date(2027, 3, 8), date(2027, 3, 9)}
OFF |= {date(2027, 3, day) for day in (10, 11, 12)}


def works(day: date) -> bool:
    return clock.is_working_day(day, OFF)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=WITA)


MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "rhythm", "slot"),
    [
        # Daily: at seven of working days, made up for later on the day.
        (at(MONDAY, 6, 59), Rhythm.DAILY, None),
        (at(MONDAY, 7), Rhythm.DAILY, at(MONDAY, 7)),
        (at(MONDAY, 16), Rhythm.DAILY, at(MONDAY, 7)),
        (at(MONDAY + DAY, 7), Rhythm.DAILY, at(MONDAY + DAY, 7)),
        # Never on Saturdays, Sundays and holidays.
        (at(date(2026, 11, 21), 9), Rhythm.DAILY, None),
        (at(date(2026, 11, 22), 9), Rhythm.WEEKLY, None),
        (at(date(2026, 12, 24), 9), Rhythm.DAILY, None),
        (at(date(2026, 12, 25), 9), Rhythm.WEEKLY, None),
        # Weekly: at the beginning of the week, made up for until its end.
        (at(MONDAY, 6, 59), Rhythm.WEEKLY, None),
        (at(MONDAY, 7), Rhythm.WEEKLY, at(MONDAY, 7)),
        (at(MONDAY + 4 * DAY, 18), Rhythm.WEEKLY, at(MONDAY, 7)),
        # Monday 28 December is worked on; a whole week of Lebaran has no digest at all.
        (at(date(2026, 12, 28), 7), Rhythm.WEEKLY, at(date(2026, 12, 28), 7)),
        (at(date(2027, 3, 10), 9), Rhythm.WEEKLY, None),
        (at(date(2027, 3, 15), 9), Rhythm.WEEKLY, at(date(2027, 3, 15), 7)),
    ],
)
def test_digest_is_due(now: datetime, rhythm: Rhythm, slot: datetime | None) -> None:
    assert digest_slot(now, rhythm, works=works) == slot


def test_weekly_digest_comes_on_tuesday_when_monday_is_off() -> None:
    def off_on_monday(day: date) -> bool:
        return works(day) and day != MONDAY

    slot = digest_slot(at(MONDAY + DAY, 8), Rhythm.WEEKLY, works=off_on_monday)
    assert slot == at(MONDAY + DAY, 7)
    assert digest_slot(at(MONDAY, 8), Rhythm.WEEKLY, works=off_on_monday) is None


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("081234567890", "6281234567890"),
        ("0812-3456-7890", "6281234567890"),
        ("0812 3456 7890", "6281234567890"),
        ("+62 812 3456 7890", "6281234567890"),
        ("+62 0812 3456 7890", "6281234567890"),
        ("62812 3456 7890", "6281234567890"),
        ("006281234567890", "6281234567890"),
        ("81234567890", "6281234567890"),
        ("(0812) 3456789", "628123456789"),
        ("022 4201234", None),
        ("+65 8123 4567", None),
        ("0812", None),
        ("tidak ada", None),
        ("", None),
        (None, None),
    ],
)
def test_mobile_number_for_whatsapp(written: str | None, number: str | None) -> None:
    assert international(written) == number


def test_whatsapp_link_carries_the_text_encoded() -> None:
    link = whatsapp_link("6281234567890", "Salam & hormat?\nLihat https://a.id/b?c=1#d")
    assert link == (
        "https://wa.me/6281234567890?text=Salam%20%26%20hormat%3F%0ALihat%20"
        "https%3A%2F%2Fa.id%2Fb%3Fc%3D1%23d"
    )


@given(
    st.dictionaries(
        st.from_regex(r"[a-z_]{1,10}", fullmatch=True), st.integers() | st.text(min_size=1)
    )
)
def test_place_is_read_back(values: dict[str, int | str]) -> None:
    endpoint, read = read_place(place("development.show_item", values))
    assert endpoint == "development.show_item"
    assert read == {name: str(value) for name, value in values.items()}


def test_same_page_is_the_same_place() -> None:
    assert place("a.b", {"x": 1, "y": "2"}) == place("a.b", {"y": 2, "x": "1"})
    assert place("a.b") == place("a.b", {}) == "a.b"


def test_sentence_is_kept_with_its_gaps() -> None:
    day = date(2026, 11, 30)
    sentence = lazy_gettext("%(cycle)s sampai %(day)s, %(n)s", cycle="Siklus", day=day, n=3)
    title, params = pack(sentence)
    assert title == "%(cycle)s sampai %(day)s, %(n)s"
    assert params == {"cycle": "Siklus", "day": {"day": "2026-11-30"}, "n": 3}
    assert unpack(params, write=lambda found: f"{found:%d/%m}")["day"] == "30/11"
    assert pack("Teks biasa") == ("Teks biasa", {})


def test_sentence_with_two_forms_cannot_be_kept() -> None:
    with pytest.raises(ValueError, match="lazy_gettext"):
        pack(lazy_ngettext("%(num)s hal", "%(num)s hal", 2))


def test_digest_is_what_is_usual_and_security_cannot_be_chosen() -> None:
    at_once = {kind for kind in NoticeKind if usual_choice(kind) is MailChoice.NOW}
    assert at_once == {NoticeKind.REMINDER, NoticeKind.SECURITY}
    assert set(CHOOSABLE) == set(NoticeKind) - {NoticeKind.SECURITY}
