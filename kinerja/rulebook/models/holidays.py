"""The days on which nobody works, Saturdays and Sundays aside."""

from datetime import date

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from kinerja.extensions import Base
from kinerja.rulebook.rules.holidays import HolidayKind


class Holiday(Base):
    """One day off, with the decree that says so."""

    __tablename__ = "rulebook_holiday"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[HolidayKind]
    legal_basis: Mapped[str] = mapped_column(Text)
