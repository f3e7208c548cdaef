"""Finding people by what they are able to do: mentors for everybody, holders of levels for those
who look after people.
"""

from flask import Response, request
from flask_babel import gettext as _

from kinerja import clock
from kinerja.competency import queries
from kinerja.competency.models import Present
from kinerja.competency.queries import in_language
from kinerja.competency.queries.finder import (
    Holder,
    Search,
    all_holders,
    holders_page,
    mentors,
)
from kinerja.competency.rules import LEVELS
from kinerja.competency.views.blueprint import bp
from kinerja.people import queries as people
from kinerja.people.rules import MENTOR_LEVEL
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import note_list_reading, page, page_number, personal_spreadsheet, whole_number


def searched() -> Search:
    """What the address asks for; nonsense narrows nothing."""
    level = request.args.get("tingkat", MENTOR_LEVEL, type=whole_number)
    return Search(
        competency_id=request.args.get("kompetensi", type=whole_number),
        unit_id=request.args.get("unit", type=whole_number),
        level=level if level in LEVELS else MENTOR_LEVEL,
        name=" ".join(request.args.get("cari", "").split()),
    )


@bp.get("/kompetensi/cari")
@requires(Permission.FIND_MENTORS)
def find_mentors() -> Response:
    """Colleagues who agreed to be found as mentors."""
    search = searched()
    return page(
        "competency/mentors.html",
        search=search,
        mentors=mentors(search, on=clock.today(), page=page_number()),
        competencies=queries.competencies(),
        units=people.units_by_name(),
        me=viewer().employee_id,
        level=MENTOR_LEVEL,
    )


@bp.get("/kompetensi/cari/pegawai")
@requires(Permission.VIEW_RESULTS)
def find_holders() -> Response:
    """People of the visitor's scope with their levels; that they were read is recorded."""
    search = searched()
    found = holders_page(search, to=viewer(), on=clock.today(), page=page_number())
    note_list_reading("holders.read", Present.__tablename__, len(found.items))
    return page(
        "competency/holders.html",
        search=search,
        holders=found,
        competencies=queries.competencies(),
        units=people.units_by_name(viewer().units(Permission.VIEW_RESULTS)),
        levels=LEVELS,
    )


@bp.get("/kompetensi/cari/pegawai/xlsx")
@requires(Permission.VIEW_RESULTS)
def download_holders() -> Response:
    """The same list as a spreadsheet; that it was taken is recorded."""
    return personal_spreadsheet(
        "orang-menurut-tingkat",
        holder_headings(),
        map(holder_row, all_holders(searched(), to=viewer(), on=clock.today())),
        action="holders.exported",
        subject=Present.__tablename__,
    )


def holder_headings() -> list[str]:
    """The columns of the spreadsheet."""
    known = [_("Nama"), _("NIP"), _("Unit kerja"), _("Jabatan")]
    return [*known, _("Kompetensi"), _("Tingkat"), _("Berasal dari"), _("Tanggal")]


def holder_row(one: Holder) -> list[object]:
    """One person's cells."""
    name = in_language(one.competency, "name")
    known = [one.name, one.nip, one.unit, one.title]
    return [*known, name, one.level, one.source.label, one.on]
