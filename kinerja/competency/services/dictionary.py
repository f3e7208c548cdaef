"""Taking a dictionary of competencies from a file: all of it, or nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask_babel import gettext as _
from sqlalchemy import func, select

from kinerja import audit, clock
from kinerja.competency.models import Competency, Edition, Indicator, Level
from kinerja.competency.queries import dictionary_imports as queries
from kinerja.competency.queries import editions
from kinerja.competency.queries.own_texts import OWN_COPY
from kinerja.competency.rules.dictionary import Entry, Scale
from kinerja.competency.rules.dictionary_files import (
    SHEET_HEADINGS,
    Content,
    Fault,
    read_content,
)
from kinerja.competency.services.standards import add_default_standards, carry_standards
from kinerja.competency.services.tallies import rebuild_tallies
from kinerja.database import insert_new
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.sheets import Outcome, read_sheet

NATIONAL = 1  # the edition that the migration makes


@dataclass(frozen=True)
class Head:
    """Which edition a file is meant for; no urusan: the national dictionary."""

    name: str
    urusan: str
    legal_basis: str
    valid_from: date


class DictionaryError(DomainError):
    """The file cannot be taken; `faults` name each wrong cell."""

    status = 422

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class EditionUsedError(DomainError):
    """People were assessed with the edition: its texts stay."""


class EditionTakenError(DomainError):
    """Somebody made the edition in the meantime."""


@dataclass
class ImportCount:
    """How many levels of the dictionary were new, changed and the same."""

    new: int = 0
    changed: int = 0
    same: int = 0


def read_file(content: bytes, *, filename: str) -> Content:
    """What the file says, not yet checked. Slow: before any transaction that writes.

    :raises SheetRefusedError: it is no table.
    """
    return read_content(read_sheet(content, filename=filename, headings=SHEET_HEADINGS))


def import_dictionary(path: Path = OWN_COPY, *, head: Head | None = None) -> ImportCount:
    """Read the file and take it for the edition (the first national one), as `take` does.

    :raises SheetRefusedError: it is no table.
    :raises DictionaryError: rows are wrong; nothing has been taken.
    :raises EditionUsedError: texts of an edition would change that people were assessed with.
    """
    content = read_file(path.read_bytes(), filename=path.name)
    if head is None:
        first = editions.edition(NATIONAL)
        head = Head(first.name, first.urusan, first.legal_basis, first.valid_from)
    _edition, count = take(content, head, filename=path.name, by=None)
    return count


def take(
    content: Content, head: Head, *, filename: str, by: int | None
) -> tuple[Edition, ImportCount]:
    """Check every row, then make the edition or bring its texts up to date, and enter the
    starting standards where there are none. Nothing is deleted; a competency that the former
    edition has under the same code hands its standards on and has the new one as successor.

    :raises DictionaryError: rows are wrong; nothing has been taken.
    :raises EditionUsedError: texts of an edition would change that people were assessed with.
    :raises EditionTakenError: somebody else is making the edition.
    """
    plan = queries.plan(content, urusan=head.urusan, valid_from=head.valid_from)
    if plan.faults:
        raise DictionaryError(plan.faults)
    refuse_rewriting(plan)
    edition = plan.edition or _new_edition(head)
    present = editions.rows_by_code(edition.id)
    _write(edition, plan, present)
    new = {row.entry.code for row in plan.rows if row.entry.code not in present}
    followers = hand_on(plan.former, edition, new) | hand_on(edition, plan.later, new)
    add_default_standards(but=followers)
    count = ImportCount(*(plan.count(outcome) for outcome in Outcome))
    audit.record(
        "dictionary.imported",
        edition,
        by=by,
        filename=filename,
        urusan=head.urusan,
        valid_from=head.valid_from,
        **vars(count),
    )
    rebuild_tallies()
    return edition, count


def refuse_rewriting(plan: queries.Plan) -> None:
    """:raises EditionUsedError: the plan alters texts that people have been assessed with."""
    edition = plan.edition
    if edition is None or edition.valid_from > clock.today():
        return
    altered = [row.entry.code for row in plan.rows if row.rewrites]
    if altered and editions.is_assessed(edition.id):
        raise EditionUsedError(
            _(
                "Edisi ini sudah dipakai menilai pegawai, jadi uraiannya tidak boleh berubah "
                "(%(codes)s). Unggah lagi berkasnya dengan tanggal berlaku yang baru, sebagai "
                "edisi baru.",
                codes=", ".join(altered),
            )
        )


def _new_edition(head: Head) -> Edition:
    if not insert_new(Edition, **vars(head)):
        raise EditionTakenError(
            _("Edisi untuk tanggal ini baru saja dibuat orang lain. Periksa lagi pratinjaunya.")
        )
    made = editions.edition_of(head.urusan, head.valid_from)
    assert made  # noqa: S101  # just inserted
    return made


def _write(edition: Edition, plan: queries.Plan, present: dict[str, Competency]) -> None:
    former = plan.former
    ranks = {row.code: row.rank for row in editions.competencies_of(former.id)} if former else {}
    highest = db.session.scalar(select(func.max(Competency.rank))) or 0
    for row in plan.rows:
        entry = row.entry
        competency = present.get(entry.code)
        if competency is None:
            if entry.code not in ranks:
                highest += 1
            rank = ranks.get(entry.code, highest)
            competency = Competency(edition=edition, code=entry.code, rank=rank, levels=[])
            db.session.add(competency)
        _fill(competency, entry)
    db.session.flush()


def _fill(competency: Competency, entry: Entry) -> None:
    competency.cluster = entry.cluster
    competency.name, competency.name_en = entry.name, entry.name_en
    competency.definition, competency.definition_en = entry.definition, entry.definition_en
    levels = {level.level: level for level in competency.levels}
    for number, scale in entry.levels.items():
        level = levels.get(number)
        if level is None:
            level = Level(level=number, indicators=[])
            competency.levels.append(level)
        _fill_level(level, scale)


def _fill_level(level: Level, scale: Scale) -> None:
    level.name = scale.name
    level.description, level.description_en = scale.description, scale.description_en
    for rank, (text, text_en) in enumerate(scale.indicators, start=1):
        if rank > len(level.indicators):
            level.indicators.append(Indicator(rank=rank, text=text, text_en=text_en))
        else:
            level.indicators[rank - 1].text = text
            level.indicators[rank - 1].text_en = text_en
    for surplus in level.indicators[len(scale.indicators) :]:
        db.session.delete(surplus)


def hand_on(former: Edition | None, later: Edition | None, codes: Collection[str]) -> set[int]:
    """Let each competency of the former edition with one of these codes be followed by the one
    of the later edition with the same, and give the follower its standards.

    :returns: the ids of the followers.
    """
    if former is None or later is None or not codes:
        return set()
    new = {row.code: row.id for row in editions.competencies_of(later.id) if row.code in codes}
    followed = {}
    for row in editions.competencies_of(former.id):
        if row.code in new:
            row.successor_id = followed[row.id] = new[row.code]
    db.session.flush()
    carry_standards(followed)
    return set(followed.values())
