"""The secret addresses of calendars."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kinerja.extensions import Base


class Feed(Base):
    """Somebody's calendar address: only the SHA-256 of its secret is kept."""

    __tablename__ = "notifications_feed"

    employee_id: Mapped[int] = mapped_column(
        ForeignKey("people_employee.id"), primary_key=True, autoincrement=False
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    with_holidays: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    fetched_on: Mapped[date | None]
