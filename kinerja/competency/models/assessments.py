"""Each person's assessment in a cycle, with an answer for each competency."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.competency.models.cycles import Cycle
from kinerja.competency.models.dictionary import Competency, Indicator
from kinerja.competency.models.evidence import Evidence
from kinerja.competency.rules import (
    EDITABLE,
    FINISHED,
    AssessmentStatus,
    ClosedAs,
    CycleStatus,
    Part,
    Verdict,
    gap,
    holder,
    may_agree_in_batch,
)
from kinerja.extensions import Base
from kinerja.people.models import Employee
from kinerja.people.rules import JobLevel


class Assessment(Base):
    """One person in one cycle. Position, job level and title are those at the opening;
    `is_assigned`: the cycle named the verifier; `closed_as`: what was decided where it was
    unfinished at the end; `remark`: what the person says of the result.
    """

    __tablename__ = "competency_assessment"
    __table_args__ = (
        UniqueConstraint("cycle_id", "employee_id"),
        Index(None, "employee_id", "status"),
        Index(None, "verifier_id", "status"),
        Index(None, "position_id", "cycle_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("competency_cycle.id"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"))
    verifier_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))
    position_id: Mapped[int | None] = mapped_column(ForeignKey("people_position.id"))
    job_level: Mapped[JobLevel]
    job_title: Mapped[str]
    status: Mapped[AssessmentStatus] = mapped_column(default=AssessmentStatus.NOT_STARTED)
    since: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    verify_due_on: Mapped[date | None]
    return_note: Mapped[str | None] = mapped_column(Text)
    judged_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    is_assigned: Mapped[bool] = mapped_column(default=False)
    closed_as: Mapped[ClosedAs | None]
    closed_reason: Mapped[str | None] = mapped_column(Text)
    remark: Mapped[str] = mapped_column(Text, default="", server_default="")
    remarked_at: Mapped[datetime | None]

    cycle: Mapped[Cycle] = relationship()
    employee: Mapped[Employee] = relationship(foreign_keys=[employee_id])
    verifier: Mapped[Employee | None] = relationship(foreign_keys=[verifier_id])
    answers: Mapped[list[Answer]] = relationship(
        "kinerja.competency.models.assessments.Answer", back_populates="assessment"
    )

    @property
    def items(self) -> list[Answer]:
        """The answers in the dictionary's order."""
        return sorted(self.answers, key=lambda answer: answer.competency.rank)

    @property
    def answered(self) -> int:
        """How many competencies have a level."""
        return sum(answer.self_level is not None for answer in self.answers)

    def next_open(self, after: Answer | None = None) -> Answer | None:
        """The next competency without a level after this one, going round; none when all have."""
        items = self.items
        start = items.index(after) + 1 if after else 0
        turned = items[start:] + items[:start]
        return next(
            (item for item in turned if item.self_level is None and item is not after), None
        )

    @property
    def is_editable(self) -> bool:
        """Whether its subject may still answer."""
        return self.status in EDITABLE

    @property
    def is_finished(self) -> bool:
        """Whether it has been verified."""
        return self.status in FINISHED

    @property
    def is_blind(self) -> bool:
        """Whether its verifier gives each own level before seeing the answer."""
        is_running = self.cycle.status is CycleStatus.OPEN and not self.is_finished
        return is_running and self.cycle.verifier_first

    @property
    def decided(self) -> int:
        """How many competencies have a verdict."""
        return sum(answer.verdict is not None for answer in self.answers)

    @property
    def holder(self) -> Part | None:
        """Whose turn it is, since `since`."""
        return holder(self.status)


class Answer(Base):
    """One competency in an assessment: the person's own level, and beside it the verifier's.
    `override_note`: why the person keeps a level of which lower ones do not hold. `first_level`:
    the verifier's own, given before the answer was shown at `first_at`; `opened_at`: when the
    verifier last opened it.
    """

    __tablename__ = "competency_answer"
    __table_args__ = (
        UniqueConstraint("assessment_id", "competency_id"),
        CheckConstraint("self_level BETWEEN 1 AND 5", name="self_level_known"),
        CheckConstraint("verified_level BETWEEN 1 AND 5", name="verified_level_known"),
        CheckConstraint("first_level BETWEEN 1 AND 5", name="first_level_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("competency_assessment.id"))
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency_competency.id"), index=True)
    standard_level: Mapped[int | None]
    self_level: Mapped[int | None]
    example: Mapped[str] = mapped_column(Text, default="")
    override_note: Mapped[str] = mapped_column(Text, default="", server_default="")
    saved_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    verdict: Mapped[Verdict | None]
    verified_level: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    first_level: Mapped[int | None]
    first_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))

    assessment: Mapped[Assessment] = relationship(back_populates="answers")
    competency: Mapped[Competency] = relationship()
    indicators: Mapped[list[Indicator]] = relationship(
        secondary="competency_answer_indicator", order_by=Indicator.rank
    )
    evidence: Mapped[list[Evidence]] = relationship(
        secondary="competency_answer_evidence", order_by=Evidence.id
    )

    @property
    def indicator_ids(self) -> set[int]:
        """Which indicators are ticked."""
        return {indicator.id for indicator in self.indicators}

    @property
    def evidence_ids(self) -> set[int]:
        """Which pieces of the person's evidence it uses."""
        return {one.id for one in self.evidence}

    @property
    def is_veiled(self) -> bool:
        """Whether its verifier must not see it yet."""
        return self.assessment.is_blind and self.first_at is None

    def is_opened_by(self, employee_id: int) -> bool:
        """Whether this verifier has opened it, since it was last changed."""
        return self.opened_at is not None and self.opened_by_id == employee_id

    def may_agree_in_batch(self, employee_id: int) -> bool:
        """Whether this verifier may agree with it together with others."""
        return may_agree_in_batch(
            is_opened=self.is_opened_by(employee_id),
            verdict=self.verdict,
            self_level=self.self_level,
            first_level=self.first_level,
        )

    @property
    def has_behind(self) -> bool:
        """Whether anything stands behind the level: ticks, evidence, a note."""
        return bool(self.indicators or self.evidence or self.override_note)

    @property
    def counted_level(self) -> int | None:
        """The verifier's level once the assessment is verified, until then the person's own."""
        return self.verified_level if self.assessment.is_finished else self.self_level

    @property
    def gap(self) -> int | None:
        """Levels missing to the standard; nothing without a standard or a level that counts."""
        if self.counted_level is None or self.standard_level is None:
            return None
        return gap(self.counted_level, self.standard_level)
