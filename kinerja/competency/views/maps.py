"""For trainers and leaders: where units stand, and what they need most."""

from collections.abc import Collection, Iterator
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from kinerja.competency.models import Competency
from kinerja.competency.queries import in_language
from kinerja.competency.queries.tallies import FIGURES
from kinerja.competency.queries.unit_figures import MapRow, heat_map, needs, spreads, widest
from kinerja.competency.queries.unit_sums import (
    MAPPED,
    UnitView,
    mapped_competencies,
    top_units,
    unit_view,
)
from kinerja.competency.rules import LEVEL_LABELS, Cluster
from kinerja.competency.rules.unit_figures import ROUNDING
from kinerja.competency.views.blueprint import bp
from kinerja.competency.views.people import floors
from kinerja.database import sliced
from kinerja.people.models import Unit
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, page_number, spreadsheet, whole_number

MOST_COLUMNS, MOST_NEEDS = 12, 25


def chosen_cluster() -> Cluster | None:
    """The cluster of the address; none: managerial and socio-cultural."""
    name = request.args.get("rumpun", "")
    return Cluster(name) if name in set(Cluster) else None


def chosen_view(
    tops: list[Unit], competencies: list[Competency], figures: Collection[str]
) -> UnitView | None:
    """The unit of the address, else the first of the visitor's; None where there are none.

    :raises MissingError: the unit is not the visitor's to see.
    """
    unit_id = request.args.get("unit", type=whole_number) or (tops[0].id if tops else None)
    if unit_id is None:
        return None
    found = floors()
    return unit_view(
        unit_id,
        competency_ids=[one.id for one in competencies],
        floors=(found["floor"], found["unit_floor"]),
        to=viewer(),
        figures=figures,
    )


def context(figures: Collection[str]) -> dict[str, Any]:
    """What both pages show: the unit with these figures, the filters, the competencies."""
    tops, cluster = top_units(viewer(), Permission.VIEW_MAP), chosen_cluster()
    competencies = list(mapped_competencies(cluster))
    return {
        "tops": tops,
        "cluster": cluster,
        "clusters": list(Cluster),
        "competencies": competencies,
        "found": chosen_view(tops, competencies, figures),
        **floors(),
    }


@bp.get("/kompetensi/peta")
@requires(Permission.VIEW_MAP)
def show_map() -> Response:
    """Units against competencies: the mean distance from the standard."""
    facts = context(MAPPED)
    view = facts["found"]
    columns = widest(view, facts["competencies"], most=MOST_COLUMNS) if view else []
    drawn = heat_map(view, columns) if view else None
    rows = sliced(drawn.rows if drawn else [], page=page_number())
    return page("competency/map.html", map=drawn, rows=rows, **facts)


@bp.get("/kompetensi/peta/xlsx")
@requires(Permission.VIEW_MAP)
def download_map() -> Response:
    """The same figures, and no others, as a spreadsheet."""
    facts = context(MAPPED)
    headings = [_("Unit kerja"), _("Pegawai")]
    for one in facts["competencies"]:
        name = in_language(one, "name")
        headings.append(_("%(name)s: rata-rata selisih (tingkat)", name=name))
        headings.append(_("%(name)s: orang", name=name))
    view = facts["found"]
    drawn = heat_map(view, facts["competencies"]) if view else None
    rows = [*drawn.rows, drawn.total] if drawn else []
    return spreadsheet("peta-kompetensi", headings, (list(map_cells(row)) for row in rows))


def map_cells(row: MapRow) -> Iterator[Any]:
    """One row's cells; empty where the map shows none."""
    yield _("Langsung di unit ini") if row.is_own else row.name
    yield row.staff
    for cell in row.cells:
        yield cell.mean if cell else None
        yield cell.rated if cell else None


@bp.get("/kompetensi/kebutuhan")
@requires(Permission.VIEW_MAP)
def show_needs() -> Response:
    """What a unit's people lack most, and who has which level."""
    facts = context(FIGURES)
    view = facts["found"]
    competencies = widest(view, facts["competencies"], most=MOST_NEEDS) if view else []
    return page(
        "competency/needs.html",
        needs=needs(view, competencies) if view else [],
        spreads=spreads(view, competencies) if view else [],
        level_labels=LEVEL_LABELS,
        rounding=ROUNDING,
        **facts,
    )
