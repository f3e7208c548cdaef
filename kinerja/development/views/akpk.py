"""The training-needs analysis as a page, a list of people, a spreadsheet and a document."""

from collections.abc import Iterator
from typing import Any

from flask import Response
from flask_babel import gettext as _

from kinerja import clock
from kinerja.competency import queries as competency_queries
from kinerja.competency.models import Present
from kinerja.competency.queries import in_language
from kinerja.database import sliced
from kinerja.development.queries.akpk import (
    Analysis,
    CompetencyLack,
    GapRow,
    Scope,
    analysis,
    every_gap,
    gaps_page,
    scope,
    seeing_scope,
)
from kinerja.development.views.blueprint import bp, chosen_id, searched
from kinerja.people import queries as people
from kinerja.permissions import Permission, requires, viewer
from kinerja.printing import document
from kinerja.rulebook.queries import rule
from kinerja.sheets.workbook import Part
from kinerja.web import note_list_reading, page, page_number, workbook

PRINTED = 300  # rows by unit in a document; the spreadsheet has them all


def asked_scope() -> Scope:
    """Whose needs are meant: the unit in the address narrows them for who may see people."""
    return scope(viewer(), chosen_id("unit"))


@bp.get("/kompetensi/akpk")
@requires(Permission.VIEW_NEEDS_ANALYSIS)
def needs_analysis() -> Response:
    """What is missing by competency, and by unit for those who may see people."""
    found = analysis(asked_scope(), on=clock.today())
    return page(
        "development/akpk.html",
        found=found,
        by_unit=sliced(found.by_unit, page=page_number()),
        unit_id=chosen_id("unit"),
        units=people.units_by_name(viewer().units(Permission.VIEW_RESULTS)),
        floor=rule("privacy.staff_floor", on=clock.today()),
    )


@bp.get("/kompetensi/akpk/pegawai")
@requires(Permission.LIST_NEEDS)
def needs_people() -> Response:
    """Who has which gap, for those who may see people; that they were read is recorded."""
    unit_id, asked = chosen_id("unit"), {"competency_id": chosen_id("kompetensi")}
    within, name = seeing_scope(viewer(), unit_id), searched()
    found = gaps_page(within, name=name, page=page_number(), **asked)
    note_list_reading("needs.read", Present.__tablename__, len(found.items))
    choices: dict[str, Any] = {
        "units": people.units_by_name(viewer().units(Permission.VIEW_RESULTS)),
        "competencies": competency_queries.competencies(),
    }
    shown: dict[str, Any] = {"found": found, "unit_id": unit_id, "name": name}
    return page("development/akpk_people.html", **shown, **asked, **choices)


@bp.get("/kompetensi/akpk/xlsx")
@requires(Permission.VIEW_NEEDS_ANALYSIS)
def download_needs() -> Response:
    """The analysis as a workbook, a sheet for each part; that it was taken is recorded."""
    found = analysis(asked_scope(), on=clock.today())
    listed = [0]
    sheets = [summary_sheet(found), competency_sheet(found)]
    if found.scope.sees:
        sheets += [unit_sheet(found), people_sheet(found, listed)]
    answer = workbook("akpk", sheets)
    note_list_reading("needs.exported", Present.__tablename__, listed[0])
    return answer


def summary_sheet(found: Analysis) -> Part:
    """What the file holds and how it was made."""
    told = [row for row in found.by_competency if row.lack and row.lack.weighted]
    rows: list[tuple[str, object]] = [
        (_("Tanggal"), clock.today()),
        (_("Unit kerja"), len(found.scope.units)),
        (_("Kompetensi yang kurang"), len(told)),
        (_("Tingkat yang kurang"), sum((row.lack.missing or 0) for row in told if row.lack)),
        (_("Prioritas pertama"), in_language(told[0].competency, "name") if told else "–"),
        (_("Cara menghitung"), method()),
    ]
    if not found.scope.sees:
        rows.append((_("Catatan"), _("Kelompok kecil tidak ditampilkan, tanpa nama dan unit.")))
    return Part(_("Ringkasan"), [_("Hal"), _("Isi")], rows)


def method() -> str:
    """How the figures are made, in a sentence."""
    said = _(
        "Tingkat yang dipastikan orang lain dibandingkan dengan standar jabatan hari ini; "
        "prioritas adalah jumlah selisih dikali bobot kompetensinya."
    )
    return str(said)


def figures_headings() -> list[str]:
    """The columns of figures."""
    counts = [_("Standar"), _("Orang dinilai"), _("Belum dinilai"), _("Di bawah standar")]
    return [*counts, _("Tingkat kurang"), _("Prioritas"), _("Usulan bentuk"), _("Ada di katalog")]


def figures(row: CompetencyLack) -> list[object]:
    """The cells of figures; empty where too few are concerned."""
    lack = row.lack
    counts: list[object] = [None] * 6
    if lack:
        counts = [lack.asked, lack.rated, lack.unrated, lack.below, lack.missing, lack.weighted]
    offered = _("ya") if row.is_offered else _("tidak")
    return [*counts, ", ".join(str(form.label) for form in row.forms), offered]


def competency_sheet(found: Analysis) -> Part:
    """One row for each competency."""
    rows = (
        [in_language(row.competency, "name"), row.competency.cluster.label, *figures(row)]
        for row in found.by_competency
    )
    headings = [_("Kompetensi"), _("Rumpun"), *figures_headings()]
    return Part(_("Per kompetensi"), headings, rows)


def unit_sheet(found: Analysis) -> Part:
    """One row for each unit and competency in which somebody lacks anything."""
    rows = (
        [one.unit, in_language(one.row.competency, "name"), *figures(one.row)]
        for one in found.by_unit
    )
    return Part(_("Per unit"), [_("Unit kerja"), _("Kompetensi"), *figures_headings()], rows)


def people_sheet(found: Analysis, listed: list[int]) -> Part:
    """One row for each gap of each person, counted while they are written."""
    headings = [_("Nama"), _("NIP"), _("Unit kerja"), _("Jabatan"), _("Jenjang"), _("Kompetensi")]
    headings += [_("Standar"), _("Tingkat"), _("Selisih")]

    def rows() -> Iterator[list[object]]:
        for row in every_gap(found.scope):
            listed[0] += 1
            yield gap_cells(row)

    return Part(_("Daftar pegawai"), headings, rows())


def gap_cells(row: GapRow) -> list[object]:
    """One gap's cells."""
    who = [row.name, row.nip, row.unit, row.title, row.job_level.label]
    return [*who, in_language(row.competency, "name"), row.required, row.level, row.gap]


@bp.get("/kompetensi/akpk/pdf")
@requires(Permission.VIEW_NEEDS_ANALYSIS)
def print_needs() -> Response:
    """The analysis as a document without names; that it was taken is recorded."""
    found = analysis(asked_scope(), on=clock.today())
    note_list_reading("needs.exported", Present.__tablename__, 0)
    return document(
        "development/akpk_document.html",
        name=f"akpk-{clock.today().isoformat()}",
        found=found,
        printed=found.by_unit[:PRINTED],
        today=clock.today(),
        method=method(),
        floor=rule("privacy.staff_floor", on=clock.today()),
    )
