"""Who reminded whom."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kinerja.extensions import Base
from kinerja.notifications.rules import Way


class Reminder(Base):
    """Somebody reminded the holder of a thing; once a day, whoever does it."""

    __tablename__ = "notifications_reminder"
    __table_args__ = (UniqueConstraint("holder_id", "place", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sender_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"), index=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"))
    place: Mapped[str]
    day: Mapped[date]
    way: Mapped[Way]
    at: Mapped[datetime]
