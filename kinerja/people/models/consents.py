"""What people have agreed to and taken back; nothing in it is ever changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.extensions import Base
from kinerja.people.models.staff import Employee
from kinerja.people.rules import Purpose


class Consent(Base):
    """One answer, the newest of a purpose counts: given or withdrawn, and the words shown.

    Triggers refuse to change or delete an entry; none of its texts is about the person.
    """

    __tablename__ = "people_consent"
    __table_args__ = (Index(None, "employee_id", "purpose"), Index(None, "purpose", "employee_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"))
    purpose: Mapped[Purpose]
    given: Mapped[bool]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"))
    version: Mapped[int]
    wording: Mapped[str] = mapped_column(Text)

    employee: Mapped[Employee] = relationship(foreign_keys="Consent.employee_id")
