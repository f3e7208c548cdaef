"""Lists: people with their results, and how far units are."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from kinerja import clock
from kinerja.competency import queries
from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.queries import PeopleFilter, Person, UnitProgress, in_language
from kinerja.competency.rules import AssessmentStatus
from kinerja.competency.views.blueprint import bp
from kinerja.people import queries as people_queries
from kinerja.people.rules import JobLevel
from kinerja.permissions import Permission, requires, viewer
from kinerja.rulebook.queries import rule
from kinerja.web import (
    note_list_reading,
    page,
    page_number,
    personal_spreadsheet,
    spreadsheet,
    whole_number,
)


def filters() -> PeopleFilter:
    """What the list is narrowed to; nonsense narrows nothing."""
    level = request.args.get("jenjang", "")
    return PeopleFilter(
        search=" ".join(request.args.get("cari", "").split()),
        unit_id=request.args.get("unit", type=whole_number),
        job_level=JobLevel(level) if level in set(JobLevel) else None,
        competency_id=request.args.get("kompetensi", type=whole_number),
        gap=request.args.get("selisih", type=whole_number),
    )


@bp.get("/kompetensi/pegawai")
@requires(Permission.VIEW_RESULTS)
def results() -> Response:
    """The people whose results the visitor may see; that they were read is recorded."""
    cycle, chosen = queries.shown_cycle(), filters()
    people = queries.people_page(chosen, cycle=cycle, to=viewer(), page=page_number())
    note_list_reading("results.read", Assessment.__tablename__, len(people.items))
    return page(
        "competency/people.html",
        cycle=cycle,
        chosen=chosen,
        people=people,
        units=people_queries.units_by_name(viewer().units(Permission.VIEW_RESULTS)),
        competencies=queries.competencies(),
        job_levels=list(JobLevel),
    )


@bp.get("/kompetensi/pegawai/xlsx")
@requires(Permission.VIEW_RESULTS)
def download_results() -> Response:
    """The same list as a spreadsheet; that it was taken is recorded."""
    people = queries.all_people(filters(), cycle=queries.shown_cycle(), to=viewer())
    return personal_spreadsheet(
        "hasil-kompetensi",
        person_headings(),
        map(person_row, people),
        action="results.exported",
        subject=Assessment.__tablename__,
    )


def person_headings() -> list[str]:
    """The columns of the spreadsheet."""
    return [
        _("Nama"),
        _("Unit kerja"),
        _("Jabatan"),
        _("Status"),
        _("Indeks kesesuaian (indikatif), terverifikasi atasan, %"),
        _("Selisih terbesar"),
        _("Kompetensi dengan selisih terbesar"),
    ]


def person_row(person: Person) -> list[Any]:
    """One person's cells."""
    return [
        person.name,
        person.unit,
        person.title,
        str(person.status.label) if person.status else "",
        person.index.percent if person.index else None,
        -person.gap if person.index else None,
        ", ".join(in_language(competency, "name") for competency in person.widest),
    ]


@bp.get("/kompetensi/kemajuan")
@requires(Permission.VIEW_PROGRESS)
def progress() -> Response:
    """Each unit in the cycle: counts, never an answer."""
    cycle = queries.shown_cycle()
    return page(
        "competency/progress.html",
        cycle=cycle,
        progress=unit_progress(cycle),
        excluded=excluded_people(cycle),
        statuses=list(AssessmentStatus),
        floor=floors()["floor"],
        unit_floor=floors()["unit_floor"],
    )


@bp.get("/kompetensi/kemajuan/xlsx")
@requires(Permission.VIEW_PROGRESS)
def download_progress() -> Response:
    """The same as a spreadsheet, with every state."""
    cycle = queries.shown_cycle()
    found = unit_progress(cycle)
    headings = [_("Unit kerja"), *(str(status.label) for status in AssessmentStatus)]
    headings += [_("Pegawai"), _("Terverifikasi, %"), _("Rata-rata indeks (indikatif), %")]
    headings += [_("Punya hasil uji kompetensi")] if cycle and cycle.with_assessors else []
    return spreadsheet("kemajuan-penilaian", headings, map(unit_row, found.units if found else ()))


def unit_row(unit: UnitProgress) -> list[Any]:
    """One unit's cells: its name, the people in each state, their sum and the figures."""
    counts = [unit.counts.get(status, 0) for status in AssessmentStatus]
    assessed = [] if unit.assessed is None else [unit.assessed]
    return [unit.name, *counts, unit.people, unit.percent, unit.mean, *assessed]


def unit_progress(cycle: Cycle | None) -> queries.Progress | None:
    """Progress of the units that the visitor looks after; nothing before the first cycle."""
    if cycle is None:
        return None
    return queries.progress(cycle, viewer().units(Permission.VIEW_PROGRESS), **floors())


def excluded_people(cycle: Cycle | None) -> int:
    """How many people of the same units the cycle leaves out; not why."""
    if cycle is None:
        return 0
    permission = Permission.VIEW_PROGRESS
    return sum(queries.excluded_counts(cycle, to=viewer(), permission=permission).values())


def floors() -> dict[str, int]:
    """From how many people on a mean may be shown."""
    today = clock.today()
    return {
        "floor": rule("privacy.staff_floor", on=today),
        "unit_floor": rule("privacy.staff_unit_floor", on=today),
    }
