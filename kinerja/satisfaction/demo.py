"""A year of citizens' answers at the fictional city's counters."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from kinerja import clock
from kinerja.extensions import db
from kinerja.people.models import Unit
from kinerja.people.queries import last_day
from kinerja.satisfaction.models import Answer, Counter, Instrument, Rating, RatingReason, Service
from kinerja.satisfaction.rules import QUESTIONNAIRE_ORDER, Channel, Element, Reason
from kinerja.satisfaction.services import new_token, rebuild

DAYS = 365
RATINGS = 21_000
SURVEYED = 0.165
# Shares of a day's taps by hour: the morning queue, the noon break, a second smaller queue.
HOURS = {8: 13, 9: 22, 10: 20, 11: 13, 12: 4, 13: 13, 14: 10, 15: 5}
SATURDAY_HOURS = {8: 30, 9: 40, 10: 30}
# Monday to Sunday.
WEEKDAYS = (26, 21, 18, 19, 16, 0, 0)
HEALTH_WEEKDAYS = (24, 19, 17, 18, 14, 8, 0)
CIVIL = (("KTP-el", 9200), ("Kartu keluarga", 6100), ("Akta kelahiran", 3800))
DISTRICT = (("Surat pindah datang", 2400), ("Legalisasi surat", 1900))
VILLAGE = (("Surat keterangan domisili", 1300),)
HEALTH = (("Pendaftaran pasien", 14_500), ("Pengambilan obat", 12_800))


@dataclass(frozen=True)
class Place:
    """What a unit is like: its services with users a year, its quality from 1 to 4.

    `drift` is how far the quality goes within the year, `weight` how many of the taps are its.
    """

    services: tuple[tuple[str, int], ...]
    quality: float
    drift: float = 0.0
    weak: Element | None = None
    weight: int = 3
    free: bool = True


PLACES = {
    "Dinas Kependudukan dan Pencatatan Sipil": Place(CIVIL, 3.25, 0.5, Element.WAKTU, 9),
    "Dinas Penanaman Modal dan PTSP": Place(
        (("Perizinan usaha", 5200), ("Persetujuan bangunan", 1700)), 3.75, 0.1, None, 6
    ),
    "Dinas Sosial": Place((("Rekomendasi bantuan sosial", 3100),), 2.45, 0, Element.PROSEDUR, 4),
    "Dinas Perhubungan": Place(
        (("Uji kendaraan bermotor", 7400),), 2.95, -0.6, Element.BIAYA, 4, free=False
    ),
    "Puskesmas Contoh Barat": Place(HEALTH, 3.4, 0.1, Element.SARANA, 6),
    "Puskesmas Contoh Timur": Place(HEALTH, 3.15, -0.1, Element.WAKTU, 6),
    "Kecamatan Contoh Barat": Place((CIVIL[0], *DISTRICT), 3.45, 0.15, None, 5),
    "Kecamatan Contoh Timur": Place((CIVIL[0], *DISTRICT), 3.2, -0.1, Element.PENGADUAN, 5),
    "Kecamatan Contoh Tengah": Place((CIVIL[0], *DISTRICT), 3.55, 0.0, None, 4),
    "Kelurahan Contoh Indah": Place(VILLAGE, 3.6),
    "Kelurahan Contoh Jaya": Place(VILLAGE, 3.3, 0.1, Element.SARANA),
    "Kelurahan Contoh Makmur": Place(VILLAGE, 3.5, -0.1),
    "Kelurahan Contoh Damai": Place(VILLAGE, 3.85),
    "Kelurahan Contoh Asri": Place(VILLAGE, 3.4, 0.2),
    "Kelurahan Contoh Mulia": Place(VILLAGE, 3.1, 0.0, Element.PENGADUAN),
}


# What was said of a unit until it was merged into another.
PAST_PLACES = {"Kelurahan Contoh Lestari": Place(VILLAGE, 2.9, 0.0, Element.WAKTU)}
PAST_RATINGS, PAST_DAYS = 220, 150


def load(*, on: date, random: Random) -> str:
    """Add services, counters and a year of answers; the path of one counter's kiosk."""
    units = {unit.name: unit for unit in db.session.scalars(select(Unit).order_by(Unit.id))}
    counters = list(_counters(PLACES, units))
    past = list(_counters(PAST_PLACES, units))
    db.session.flush()
    instrument_id = db.session.scalars(select(Instrument.id)).first()
    visits = list(_visits(counters, on=on, random=random))
    for place, counter in past:
        last = last_day(counter.service.unit_id) or on
        few = {"ratings": PAST_RATINGS, "length": PAST_DAYS}
        visits += _visits([(place, counter)], on=last, random=random, **few)
    common = {"channel": Channel.KIOSK, "instrument_id": instrument_id, "flagged": False}
    _insert(Rating, [common | visit.rating for visit in visits])
    _insert(Answer, [common | visit.answer for visit in visits if visit.answer])
    ids = {row.uuid: row.id for row in db.session.execute(select(Rating.uuid, Rating.id))}
    _insert(
        RatingReason,
        [
            {"rating_id": ids[visit.rating["uuid"]], "reason": reason}
            for visit in visits
            for reason in visit.reasons
        ],
    )
    rebuild()
    return counters[0][1].path


def _counters(places: dict[str, Place], units: dict[str, Unit]) -> Iterator[tuple[Place, Counter]]:
    for name, place in places.items():
        if name in units:
            yield from ((place, counter) for counter in _open_counters(units[name], place))


def _insert(model: type[Any], rows: list[dict[str, Any]]) -> None:
    db.session.execute(insert(model), rows)


def _open_counters(unit: Unit, place: Place) -> Iterator[Counter]:
    for number, (name, population) in enumerate(place.services, start=1):
        service = Service(unit=unit, name=name, population=population)
        counter = Counter(
            service=service, name=f"Loket {number}", token=new_token(), created_at=clock.now()
        )
        db.session.add_all((service, counter))
        yield counter


@dataclass(frozen=True)
class Visit:
    """Rows of one citizen's visit."""

    rating: dict[str, Any]
    reasons: list[Reason]
    answer: dict[str, Any] | None


def _visits(
    counters: list[tuple[Place, Counter]],
    *,
    on: date,
    random: Random,
    ratings: int = RATINGS,
    length: int = DAYS,
) -> Iterator[Visit]:
    """So many visits within so many days before the day."""
    weights = [place.weight for place, _counter in counters]
    days = [on - timedelta(days=back) for back in range(length, 0, -1)]
    calendars = {
        busy: [busy[day.weekday()] for day in days] for busy in (WEEKDAYS, HEALTH_WEEKDAYS)
    }
    when = {
        busy: iter(random.choices(range(length), shares, k=ratings))
        for busy, shares in calendars.items()
    }
    for place, counter in random.choices(counters, weights, k=ratings):
        index = next(when[HEALTH_WEEKDAYS if place.services is HEALTH else WEEKDAYS])
        yield _visit(place, counter.id, days[index], index / length - 0.5, random)


def _visit(place: Place, counter_id: int, day: date, turn: float, random: Random) -> Visit:
    """A visit; `turn` runs from -0.5 at the beginning of the year to 0.5 at its end."""
    hours = SATURDAY_HOURS if day.weekday() == 5 else HOURS
    hour = random.choices(list(hours), list(hours.values()))[0]
    local = datetime.combine(day, time(hour, random.randrange(60), random.randrange(60)))
    event = {
        "counter_id": counter_id,
        "uuid": UUID(int=random.getrandbits(128), version=4),
        "at": local.replace(tzinfo=clock.zone()).astimezone(UTC),
        "day": day,
        "hour": hour,
    }
    quality = place.quality + place.drift * turn
    # A face says the mood of the moment: a wider spread than the survey, worse in the queue.
    mood = random.gauss(quality - (0.45 if hour in (9, 10) else 0.1), 0.75)
    score = min(4, max(1, round(mood)))
    return Visit(
        rating=event | {"score": score},
        reasons=_reasons(place, score, random),
        answer=event | _answers(place, quality, random) if random.random() < SURVEYED else None,
    )


def _value(quality: float, random: Random) -> int:
    """A value from 1 to 4 whose mean is about the quality."""
    value = int(quality + random.random())
    chance = random.random()
    return min(4, max(1, value + (chance > 0.94) - (chance < 0.06)))


def _reasons(place: Place, score: int, random: Random) -> list[Reason]:
    if random.random() > 0.55:
        return []
    weights = [2, 2, 1, 1, 1, 1]
    if place.weak is Element.WAKTU and score < 3:
        weights[0] = 9
    if score > 2:
        weights[1] = 5
    return sorted(set(random.choices(list(Reason), weights, k=random.choice((1, 1, 2)))))


def _answers(place: Place, quality: float, random: Random) -> dict[str, Any]:
    """The nine answers; a few are skipped, and some citizens leave before the end."""
    asked = len(QUESTIONNAIRE_ORDER)
    reached = asked if random.random() > 0.1 else random.randint(1, asked)
    complete = reached == asked
    answered = reached if complete else reached - 1
    values: dict[str, Any] = dict.fromkeys(Element)
    for element in QUESTIONNAIRE_ORDER[:answered]:
        if random.random() > 0.02:
            values[element] = _answer(place, element, quality, random)
    return values | {"reached": reached, "complete": complete}


def _answer(place: Place, element: Element, quality: float, random: Random) -> int:
    if element is Element.BIAYA and place.free:
        return 4
    return _value(quality - (0.55 if element is place.weak else 0), random)
