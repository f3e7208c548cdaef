"""The talent grid: counts for leaders, people for those who may see them."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from kinerja import clock
from kinerja.appraisal.models import PredicateRow
from kinerja.appraisal.queries.talent import (
    MISSING,
    Grid,
    Talent,
    TalentFilter,
    all_talents,
    grid,
    grid_years,
    talents_page,
)
from kinerja.appraisal.rules import Performance, Potential
from kinerja.appraisal.views.blueprint import bp, number, searched
from kinerja.people import queries as people
from kinerja.permissions import Permission, requires, viewer
from kinerja.rulebook.queries import rule
from kinerja.web import note_list_reading, page, page_number, personal_spreadsheet, spreadsheet


def asked_year(years: list[int]) -> int:
    """The year that the address asks for, else the latest with predicates, else this one."""
    asked = number("tahun")
    return asked if asked in years else next(iter(years), clock.today().year)


def found_grid(years: list[int]) -> Grid:
    """The grid of the year asked for."""
    return grid(asked_year(years), to=viewer(), on=clock.today())


def talent_filter(years: list[int]) -> TalentFilter:
    """What the list of people is narrowed to; nonsense narrows nothing."""
    box = number("kotak")
    return TalentFilter(
        year=asked_year(years),
        box=box if box in range(MISSING, 10) else None,
        unit_id=number("unit"),
        name=searched(),
    )


@bp.get("/talenta")
@requires(Permission.COUNT_TALENT)
def talent() -> Response:
    """The nine boxes with how many people are in each, and the rule in words."""
    years = list(grid_years(viewer()))
    return page(
        "appraisal/talent.html",
        grid=found_grid(years),
        year=asked_year(years),
        years=years,
        rows=list(Performance),
        columns=list(Potential),
        floor=rule("privacy.staff_floor", on=clock.today()),
    )


@bp.get("/talenta/xlsx")
@requires(Permission.COUNT_TALENT)
def download_talent() -> Response:
    """The counts as a spreadsheet, with the same cells left empty."""
    found = found_grid(list(grid_years(viewer())))
    rows = [
        [row.label, column.label, box, found.boxes[box]]
        for row in Performance
        for column in Potential
        if (box := found.rule.box(row, column))
    ]
    headings = [_("Kinerja"), _("Potensi"), _("Kotak"), _("Orang")]
    return spreadsheet("kotak-talenta", headings, rows)


@bp.get("/talenta/pegawai")
@requires(Permission.VIEW_TALENT)
def talents() -> Response:
    """Who is in which box; that they were read is recorded."""
    years = list(grid_years(viewer()))
    chosen = talent_filter(years)
    found = talents_page(chosen, to=viewer(), on=clock.today(), page=page_number())
    note_list_reading("talent.read", PredicateRow.__tablename__, len(found.items))
    units = people.units_by_name(viewer().units(Permission.VIEW_TALENT))
    context: dict[str, Any] = {"chosen": chosen, "found": found, "units": units, "years": years}
    return page("appraisal/talents.html", missing=MISSING, **context)


@bp.get("/talenta/pegawai/xlsx")
@requires(Permission.VIEW_TALENT)
def download_talents() -> Response:
    """The same list as a spreadsheet; that it was taken is recorded."""
    chosen = talent_filter(list(grid_years(viewer())))
    return personal_spreadsheet(
        "talenta-pegawai",
        talent_headings(chosen.year),
        map(talent_row, all_talents(chosen, to=viewer(), on=clock.today())),
        action="talent.exported",
        subject=PredicateRow.__tablename__,
    )


def talent_headings(year: int) -> list[str]:
    """The columns of the spreadsheet."""
    known = [_("Nama"), _("NIP"), _("Unit kerja"), _("Jabatan")]
    return [*known, _("Predikat %(year)s", year=year), _("JPM asesor, %"), _("Kotak")]


def talent_row(one: Talent) -> list[object]:
    """One person's cells."""
    predicate = one.predicate.label if one.predicate else None
    return [one.name, one.nip, one.unit, one.title, predicate, one.jpm, one.box]
