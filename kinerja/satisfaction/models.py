"""Services, counters, instruments, citizens' answers, and the roll-ups that every page reads.

A survey keeps one column per element, not one row: a citizen's answers are stored step by step
into one row under one key, a recount is one scan, and a question outside the nine never gets in.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.extensions import Base
from kinerja.people.models import Unit
from kinerja.satisfaction.rules import Channel, Element, Reason


class Service(Base):
    """What a unit offers; `population` is its number of users in a year, for the sample.

    Once it has ended (not `is_active`) nobody can rate it any more; what was said stays.
    """

    __tablename__ = "satisfaction_service"
    __table_args__ = (
        UniqueConstraint("unit_id", "name"),
        CheckConstraint("population >= 1", name="population_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("people_unit.id"))
    name: Mapped[str]
    population: Mapped[int | None]
    is_active: Mapped[bool] = mapped_column(default=True)

    unit: Mapped[Unit] = relationship()


class Counter(Base):
    """Where a service is given. Who knows `token` may rate: it is the whole right of the link.

    The link is shown to the unit's admin again and again, so the token is kept as it is; it is
    looked up by its unique index and carries 192 random bits, so that timing tells nothing.
    """

    __tablename__ = "satisfaction_counter"
    __table_args__ = (UniqueConstraint("service_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("satisfaction_service.id"))
    name: Mapped[str]
    token: Mapped[str] = mapped_column(String(43), unique=True)
    created_at: Mapped[datetime]

    service: Mapped[Service] = relationship()

    @property
    def path(self) -> str:
        """Where the counter's kiosk starts."""
        return f"/kiosk/{self.token}"


class Instrument(Base):
    """An edition of the questionnaire: the elements asked, in the order of asking."""

    __tablename__ = "satisfaction_instrument"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition: Mapped[str] = mapped_column(String(20), unique=True)
    elements: Mapped[list[str]] = mapped_column(JSON)
    valid_from: Mapped[date]


class Rating(Base):
    """One tap on a face. `day` and `hour` are the agency's; `uuid` is the citizen's visit.

    Until `open_until` the visit may go on with reasons and the survey; None when it has ended.
    """

    __tablename__ = "satisfaction_rating"
    __table_args__ = (
        UniqueConstraint("counter_id", "uuid"),
        CheckConstraint("score BETWEEN 1 AND 4", name="score_on_scale"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    counter_id: Mapped[int] = mapped_column(ForeignKey("satisfaction_counter.id"))
    uuid: Mapped[UUID]
    channel: Mapped[Channel]
    instrument_id: Mapped[int] = mapped_column(ForeignKey("satisfaction_instrument.id"))
    score: Mapped[int] = mapped_column(SmallInteger)
    at: Mapped[datetime]
    day: Mapped[date]
    hour: Mapped[int] = mapped_column(SmallInteger)
    flagged: Mapped[bool] = mapped_column(default=False)
    open_until: Mapped[datetime | None]


class RatingReason(Base):
    """Why the citizen tapped this face."""

    __tablename__ = "satisfaction_rating_reason"

    rating_id: Mapped[int] = mapped_column(ForeignKey("satisfaction_rating.id"), primary_key=True)
    reason: Mapped[Reason] = mapped_column(primary_key=True)


class Answer(Base):
    """One citizen's survey, as far as it went: `reached` questions shown, unanswered ones empty.

    The roll-up counts it at the hour of its first question, however long it takes.
    """

    __tablename__ = "satisfaction_answer"
    __table_args__ = (
        UniqueConstraint("counter_id", "uuid"),
        CheckConstraint("reached BETWEEN 1 AND 9", name="reached_a_question"),
        *(CheckConstraint(f"{e} BETWEEN 1 AND 4", name=f"{e}_on_scale") for e in Element),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    counter_id: Mapped[int] = mapped_column(ForeignKey("satisfaction_counter.id"))
    uuid: Mapped[UUID]
    channel: Mapped[Channel]
    instrument_id: Mapped[int] = mapped_column(ForeignKey("satisfaction_instrument.id"))
    at: Mapped[datetime]
    day: Mapped[date]
    hour: Mapped[int] = mapped_column(SmallInteger)
    flagged: Mapped[bool] = mapped_column(default=False)
    reached: Mapped[int] = mapped_column(SmallInteger)
    complete: Mapped[bool] = mapped_column(default=False)
    persyaratan: Mapped[int | None] = mapped_column(SmallInteger)
    prosedur: Mapped[int | None] = mapped_column(SmallInteger)
    waktu: Mapped[int | None] = mapped_column(SmallInteger)
    biaya: Mapped[int | None] = mapped_column(SmallInteger)
    produk: Mapped[int | None] = mapped_column(SmallInteger)
    kompetensi: Mapped[int | None] = mapped_column(SmallInteger)
    perilaku: Mapped[int | None] = mapped_column(SmallInteger)
    pengaduan: Mapped[int | None] = mapped_column(SmallInteger)
    sarana: Mapped[int | None] = mapped_column(SmallInteger)


def _count() -> Mapped[int]:
    return mapped_column(server_default=text("0"))


class HourTotal(Base):
    """Everything counted at a counter within one hour.

    `n` respondents to the survey, taps per face, answers and their sum per element, and how many
    reached each question.
    """

    __tablename__ = "satisfaction_hour"
    __table_args__ = (
        PrimaryKeyConstraint("counter_id", "day", "hour", "channel", "instrument_id", "flagged"),
    )

    counter_id: Mapped[int] = mapped_column(ForeignKey("satisfaction_counter.id"))
    channel: Mapped[Channel]
    instrument_id: Mapped[int] = mapped_column(ForeignKey("satisfaction_instrument.id"))
    day: Mapped[date]
    hour: Mapped[int] = mapped_column(SmallInteger)
    flagged: Mapped[bool]
    n: Mapped[int] = _count()
    quick_1: Mapped[int] = _count()
    quick_2: Mapped[int] = _count()
    quick_3: Mapped[int] = _count()
    quick_4: Mapped[int] = _count()
    persyaratan_n: Mapped[int] = _count()
    persyaratan_sum: Mapped[int] = _count()
    prosedur_n: Mapped[int] = _count()
    prosedur_sum: Mapped[int] = _count()
    waktu_n: Mapped[int] = _count()
    waktu_sum: Mapped[int] = _count()
    biaya_n: Mapped[int] = _count()
    biaya_sum: Mapped[int] = _count()
    produk_n: Mapped[int] = _count()
    produk_sum: Mapped[int] = _count()
    kompetensi_n: Mapped[int] = _count()
    kompetensi_sum: Mapped[int] = _count()
    perilaku_n: Mapped[int] = _count()
    perilaku_sum: Mapped[int] = _count()
    pengaduan_n: Mapped[int] = _count()
    pengaduan_sum: Mapped[int] = _count()
    sarana_n: Mapped[int] = _count()
    sarana_sum: Mapped[int] = _count()
    reached_1: Mapped[int] = _count()
    reached_2: Mapped[int] = _count()
    reached_3: Mapped[int] = _count()
    reached_4: Mapped[int] = _count()
    reached_5: Mapped[int] = _count()
    reached_6: Mapped[int] = _count()
    reached_7: Mapped[int] = _count()
    reached_8: Mapped[int] = _count()
    reached_9: Mapped[int] = _count()


class ReasonTotal(Base):
    """How often a reason was given at a counter on a day."""

    __tablename__ = "satisfaction_reason_day"
    __table_args__ = (PrimaryKeyConstraint("counter_id", "day", "reason"),)

    counter_id: Mapped[int] = mapped_column(ForeignKey("satisfaction_counter.id"))
    day: Mapped[date]
    reason: Mapped[Reason]
    n: Mapped[int] = _count()
