"""What people have chosen about mails."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kinerja.extensions import Base
from kinerja.notifications.rules import MailChoice, NoticeKind, Rhythm


class Preference(Base):
    """How somebody wants to hear of one kind by mail; without a row the usual holds."""

    __tablename__ = "notifications_preference"

    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"), primary_key=True)
    kind: Mapped[NoticeKind] = mapped_column(primary_key=True)
    email: Mapped[MailChoice]


class Digest(Base):
    """How often somebody gets the digest, and up to which moment the last one told."""

    __tablename__ = "notifications_digest"

    employee_id: Mapped[int] = mapped_column(
        ForeignKey("people_employee.id"), primary_key=True, autoincrement=False
    )
    rhythm: Mapped[Rhythm] = mapped_column(default=Rhythm.WEEKLY)
    sent_for: Mapped[datetime | None]
