"""Peers: who was asked about whom, and apart from it, without a key between, what was said.

Nothing here has a time finer than the day. What was said lies sealed, in pieces with random keys
that are written anew, shuffled, with every answer of the group: neither keys nor the order of rows
nor the database's own row versions tell which came together or from whom. When the group is
settled only its figures and the comments remain.
"""

from __future__ import annotations

import secrets
from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.competency.models.assessments import Assessment
from kinerja.competency.models.dictionary import Competency
from kinerja.competency.rules.peers import RATING, CommentStatus, PanelEnd, PanelStatus, RaterStatus
from kinerja.extensions import Base
from kinerja.people.models import Employee

# On SQLite only an INTEGER key is the row's own number; any other would leave one that counts up.
RandomKey = BigInteger().with_variant(Integer, "sqlite")


def random_key() -> int:
    """A key that says nothing of when its row was made."""
    return secrets.randbits(62) + 1


class PeerPanel(Base):
    """The group of peers of one assessment. `settled_on` is the day on which its answers became
    figures, or on which it was closed without any, then with the reason.
    """

    __tablename__ = "competency_peer_panel"
    __table_args__ = (Index(None, "status"),)

    assessment_id: Mapped[int] = mapped_column(
        ForeignKey("competency_assessment.id"), primary_key=True, autoincrement=False
    )
    status: Mapped[PanelStatus] = mapped_column(default=PanelStatus.CHOOSING)
    since: Mapped[date]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))
    is_drawn: Mapped[bool] = mapped_column(default=False)
    settled_on: Mapped[date | None]
    ended_as: Mapped[PanelEnd | None]

    assessment: Mapped[Assessment] = relationship()
    raters: Mapped[list[PeerRater]] = relationship(
        "kinerja.competency.models.peers.PeerRater", back_populates="panel"
    )

    @property
    def asked(self) -> list[PeerRater]:
        """Those who were asked, whether they have answered or not."""
        return [one for one in self.raters if one.status in RATING]

    @property
    def proposed(self) -> list[PeerRater]:
        """Those whom the subject has proposed, until somebody decides."""
        return [one for one in self.raters if one.status is RaterStatus.PROPOSED]


class PeerRater(Base):
    """Somebody proposed or asked to rate; whether the answer came is known, not what it was."""

    __tablename__ = "competency_peer_rater"

    assessment_id: Mapped[int] = mapped_column(
        ForeignKey("competency_peer_panel.assessment_id"), primary_key=True
    )
    rater_id: Mapped[int] = mapped_column(
        ForeignKey("people_employee.id"), primary_key=True, index=True
    )
    status: Mapped[RaterStatus]

    panel: Mapped[PeerPanel] = relationship(back_populates="raters")
    rater: Mapped[Employee] = relationship()

    @property
    def is_waiting(self) -> bool:
        """Whether the answer is still to come."""
        return self.status is RaterStatus.ASKED


class PeerDraft(Base):
    """An unfinished answer, sealed. Its key is a keyed hash of rater and assessment that only the
    application's secret yields; the row is deleted when the answer is sent or the group ends.
    """

    __tablename__ = "competency_peer_draft"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)


class PeerMark(Base):
    """One rater's level and comment in one competency, sealed, until the group is settled; nobody
    knows whose.
    """

    __tablename__ = "competency_peer_mark"

    id: Mapped[int] = mapped_column(
        RandomKey, primary_key=True, autoincrement=False, default=random_key
    )
    assessment_id: Mapped[int] = mapped_column(
        ForeignKey("competency_peer_panel.assessment_id"), index=True
    )
    sealed: Mapped[str] = mapped_column(Text)


class PeerComment(Base):
    """One comment, apart from the level beside which it was written. All comments of a group are
    written at once, shuffled, when it is settled.
    """

    __tablename__ = "competency_peer_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(
        ForeignKey("competency_peer_panel.assessment_id"), index=True
    )
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency_competency.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    status: Mapped[CommentStatus] = mapped_column(default=CommentStatus.WAITING, index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    moderated_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))
    moderated_on: Mapped[date | None]

    panel: Mapped[PeerPanel] = relationship()
    competency: Mapped[Competency] = relationship()


class PeerResult(Base):
    """What the group said of one competency: its level, from `raters` answers."""

    __tablename__ = "competency_peer_result"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 5", name="level_known"),)

    assessment_id: Mapped[int] = mapped_column(
        ForeignKey("competency_peer_panel.assessment_id"), primary_key=True
    )
    competency_id: Mapped[int] = mapped_column(
        ForeignKey("competency_competency.id"), primary_key=True, index=True
    )
    level: Mapped[int]
    raters: Mapped[int]
