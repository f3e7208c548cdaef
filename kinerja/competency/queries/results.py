"""One person's result: levels against the standard, in the order of what needs doing first."""

from collections.abc import Mapping
from dataclasses import dataclass

from kinerja.competency.models import Answer, Assessment, Level
from kinerja.competency.queries.dictionary import in_language, levels_above
from kinerja.competency.queries.peers import PeerLevel, peer_levels
from kinerja.competency.rules import HIGHEST_LEVEL, WORTH_A_TALK, Index, index


@dataclass(frozen=True)
class ResultRow:
    """One competency. The verifier's level and reason are there only once verified, the peers'
    only where enough of them have answered.
    """

    answer: Answer
    verified: int | None
    counted: int | None
    gap: int | None
    peers: PeerLevel | None = None

    @property
    def own(self) -> int | None:
        """The person's own level."""
        return self.answer.self_level

    @property
    def standard(self) -> int | None:
        """The level that the job asks for."""
        return self.answer.standard_level

    @property
    def is_worth_a_talk(self) -> bool:
        """Whether the two views differ by two levels or more."""
        both = self.own is not None and self.verified is not None
        return both and abs((self.own or 0) - (self.verified or 0)) >= WORTH_A_TALK


@dataclass(frozen=True)
class Result:
    """What the result page says. `above`: by competency the level that follows the one that
    counts, with its indicators; none above the highest.
    """

    assessment: Assessment
    rows: list[ResultRow]
    index: Index
    above: Mapping[int, Level]

    @property
    def gaps(self) -> list[ResultRow]:
        """Below the standard, the widest gap first."""
        below = [row for row in self.rows if row.gap is not None and row.gap > 0]
        return sorted(below, key=_by_gap)

    @property
    def strengths(self) -> list[ResultRow]:
        """Above the standard, the strongest first."""
        beyond = [row for row in self.rows if row.gap is not None and row.gap < 0]
        return sorted(beyond, key=lambda row: row.gap or 0)

    @property
    def in_order(self) -> list[ResultRow]:
        """All rows in the dictionary's order, whatever order the page asks for."""
        return sorted(self.rows, key=lambda row: row.answer.competency.rank)

    @property
    def climbs(self) -> list[ResultRow]:
        """Those without a gap that have a level above the one reached, by the dictionary."""
        above = self.above
        return [
            row
            for row in self.in_order
            if row.answer.competency_id in above and not (row.gap and row.gap > 0)
        ]

    @property
    def at_the_top(self) -> list[ResultRow]:
        """Those that have the highest level there is."""
        return [row for row in self.in_order if row.counted == HIGHEST_LEVEL]

    @property
    def has_peers(self) -> bool:
        """Whether the peers' view of any competency may be shown."""
        return any(row.peers for row in self.rows)

    @property
    def measured(self) -> int:
        """How many competencies have both a level and a standard."""
        return sum(row.gap is not None for row in self.rows)

    @property
    def met(self) -> int:
        """How many of them reach the standard."""
        return self.measured - len(self.gaps)


def result(assessment: Assessment, *, alphabetical: bool = False) -> Result:
    """The result of an assessment; its rows by gap, or by name. Before it is verified the
    person's own levels count, afterwards only the verified ones. Three queries.
    """
    peers = peer_levels(assessment)
    rows = [_row(answer, peers.get(answer.competency_id)) for answer in assessment.items]
    reached = [(row.answer.competency_id, row.counted) for row in rows if row.counted is not None]
    return Result(
        assessment=assessment,
        rows=sorted(rows, key=_by_name if alphabetical else _by_gap),
        index=index((row.counted, row.standard) for row in rows),
        above=levels_above(reached),
    )


def _row(answer: Answer, peers: PeerLevel | None) -> ResultRow:
    verified = answer.verified_level if answer.assessment.is_finished else None
    return ResultRow(answer, verified, answer.counted_level, answer.gap, peers)


def _by_gap(row: ResultRow) -> tuple[bool, int, int]:
    return row.gap is None, -(row.gap or 0), row.answer.competency.rank


def _by_name(row: ResultRow) -> str:
    return in_language(row.answer.competency, "name").casefold()
