"""The inbox."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from kinerja.extensions import Base
from kinerja.notifications.rules import NoticeKind

UNREAD = text("read_at IS NULL")
UNMAILED = text("mailed_at IS NULL")


class Notice(Base):
    """Something somebody is told: a sentence with its gaps, and the page that it is about.

    `message` is what another person wrote. `mailed_at` is when mail was done with it, in whatever
    way the receiver had chosen.
    """

    __tablename__ = "notifications_notice"
    __table_args__ = (
        Index(None, "employee_id", "at"),
        Index(
            "ix_notifications_notice_unread",
            "employee_id",
            sqlite_where=UNREAD,
            postgresql_where=UNREAD,
        ),
        Index(
            "ix_notifications_notice_place",
            "place",
            sqlite_where=UNREAD,
            postgresql_where=UNREAD,
        ),
        Index(
            "ix_notifications_notice_unmailed",
            "at",
            sqlite_where=UNMAILED,
            postgresql_where=UNMAILED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"))
    kind: Mapped[NoticeKind]
    title: Mapped[str] = mapped_column(Text)
    params: Mapped[dict[str, Any]]
    message: Mapped[str | None] = mapped_column(Text)
    place: Mapped[str]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]

    @property
    def is_read(self) -> bool:
        """Whether it has been opened."""
        return self.read_at is not None
