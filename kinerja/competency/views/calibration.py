"""Calibration: how far verifiers stand apart, as a spread for leaders, by name for HR."""

from collections.abc import Sequence
from dataclasses import astuple

from flask import Response, request
from flask_babel import gettext as _

from kinerja import clock
from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.queries import in_language
from kinerja.competency.queries.calibration import (
    Calibration,
    VerifierRow,
    all_verifiers,
    begun_cycles,
    chosen_cycle,
    floors,
    verifiers_page,
)
from kinerja.competency.queries.calibration import calibration as spread_of
from kinerja.competency.rules.calibration import Spread, scale
from kinerja.competency.views.blueprint import bp
from kinerja.errors import MissingError
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import (
    note_list_reading,
    page,
    page_number,
    personal_spreadsheet,
    spreadsheet,
    whole_number,
)


def asked_cycle(cycles: Sequence[Cycle]) -> Cycle | None:
    """Which of the cycles the address asks for; none before the first."""
    return chosen_cycle(cycles, request.args.get("siklus", type=whole_number))


def needed_cycle() -> Cycle:
    """The same where a page needs one.

    :raises MissingError: there is none yet.
    """
    found = asked_cycle(begun_cycles())
    if found is None:
        raise MissingError()
    return found


def searched() -> str:
    """The name that the address searches for."""
    return " ".join(request.args.get("cari", "").split())


def found_spread(cycle: Cycle) -> Calibration:
    """The spread over all units in which the visitor may see it; it cannot be narrowed, so that no
    two answers can be subtracted from each other.
    """
    return spread_of(cycle, viewer().units(Permission.VIEW_CALIBRATION), on=clock.today())


@bp.get("/kompetensi/kalibrasi")
@requires(Permission.VIEW_CALIBRATION)
def calibration() -> Response:
    """The spread between verifiers by competency; nobody is named."""
    cycles = begun_cycles()
    cycle = asked_cycle(cycles)
    return page(
        "competency/calibration.html",
        cycle=cycle,
        cycles=cycles,
        found=(found := found_spread(cycle) if cycle else None),
        widest=scale(row.spread for row in found.rows) if found else 1,
        **floors(on=clock.today()),
    )


@bp.get("/kompetensi/kalibrasi/xlsx")
@requires(Permission.VIEW_CALIBRATION)
def download_calibration() -> Response:
    """The same as a spreadsheet, with the same cells left empty."""
    found = found_spread(needed_cycle())
    rows = [[in_language(row.competency, "name"), *cells(row.spread)] for row in found.rows]
    return spreadsheet("kalibrasi", headings(), [*rows, [_("Semua"), *cells(found.total)]])


def headings() -> list[str]:
    """The columns of the spread's spreadsheet."""
    inner = [_("kuartil 1"), _("median"), _("kuartil 3")]
    places = [_("terendah"), *inner, _("tertinggi")]
    moved = [_("Selisih dari penilaian mandiri, %(place)s", place=place) for place in places]
    given = [_("Tingkat yang diberikan, %(place)s", place=place) for place in inner]
    return [_("Kompetensi"), _("Orang"), _("Pemverifikasi"), *moved, *given]


def cells(spread: Spread) -> list[object]:
    """The figures of one row; none where there are too few people or verifiers."""
    if spread.departure is None or spread.given is None:
        return []
    return [spread.people, spread.verifiers, *astuple(spread.departure), *astuple(spread.given)]


@bp.get("/kompetensi/kalibrasi/pemverifikasi")
@requires(Permission.CALIBRATE)
def verifiers() -> Response:
    """Each verifier by name, for HR; that they were read is recorded."""
    cycle, search = needed_cycle(), searched()
    found = verifiers_page(cycle, to=viewer(), search=search, page=page_number())
    note_list_reading("calibration.read", Assessment.__tablename__, len(found.items))
    return page("competency/verifiers.html", cycle=cycle, found=found, search=search)


@bp.get("/kompetensi/kalibrasi/pemverifikasi/xlsx")
@requires(Permission.CALIBRATE)
def download_verifiers() -> Response:
    """The same list as a spreadsheet; that it was taken is recorded."""
    found = all_verifiers(needed_cycle(), to=viewer(), search=searched())
    return personal_spreadsheet(
        "kalibrasi-pemverifikasi",
        verifier_headings(),
        map(verifier_row, found),
        action="calibration.exported",
        subject=Assessment.__tablename__,
    )


def verifier_headings() -> list[str]:
    """The columns of the verifiers' spreadsheet."""
    counts = [_("Orang"), _("Tingkat diberikan"), _("Dinaikkan"), _("Diturunkan")]
    means = [_("Rata-rata selisih"), _("Rata-rata tingkat")]
    return [_("Pemverifikasi"), _("Unit kerja"), *counts, *means]


def verifier_row(row: VerifierRow) -> list[object]:
    """One verifier's cells."""
    counts = [row.people, row.judged, row.raised, row.lowered]
    return [row.name, row.unit, *counts, row.departure, row.given]
