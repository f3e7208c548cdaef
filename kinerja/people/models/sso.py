"""Who somebody is at the agency's single sign-on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.extensions import Base
from kinerja.people.models.access import Account


class SsoIdentity(Base):
    """An account's subject at an issuer, noted when it first came in with the account's NIP."""

    __tablename__ = "people_sso_identity"
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        UniqueConstraint("issuer", "account_id", name="uq_people_sso_identity_account"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    account_id: Mapped[int] = mapped_column(ForeignKey("people_account.id"), index=True)
    linked_at: Mapped[datetime]

    account: Mapped[Account] = relationship()
