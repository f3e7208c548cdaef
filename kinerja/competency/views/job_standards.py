"""A position's standard: the record with its editions, a new one, comparing two."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _

from kinerja import clock
from kinerja.competency.forms import ConfirmForm
from kinerja.competency.forms.job_standards import (
    FACTS,
    JobStandardForm,
    job_standard_form,
    wants_more,
)
from kinerja.competency.models import JobStandard
from kinerja.competency.queries import job_standards as queries
from kinerja.competency.queries.standard_moves import stale_counts
from kinerja.competency.rules import (
    Need,
    Requirement,
    StandardAction,
    differences,
    may_do,
    standard_state,
)
from kinerja.competency.services import job_standards as services
from kinerja.competency.views.blueprint import bp
from kinerja.errors import DomainError
from kinerja.people import queries as people
from kinerja.people.models import Position
from kinerja.permissions import Permission, may, requires, viewer
from kinerja.web import page, see_other, whole_number

FORMER = "sebelumnya"


@bp.get("/kompetensi/standar/saya")
@requires(Permission.VIEW_DICTIONARY)
def own_job_standard() -> Response:
    """To the record of the visitor's own position."""
    me = people.employee(viewer().employee_id)
    return see_other("competency.show_job_standard", position_id=me.position_id)


@bp.get("/kompetensi/standar/jabatan/<int:position_id>")
@requires(Permission.VIEW_DICTIONARY)
def show_job_standard(position_id: int) -> Response:
    """The official record: the edition asked for (`edisi`), else the one in force."""
    position = people.position(position_id)
    number = request.args.get("edisi", type=whole_number)
    standard = shown(position, number)
    return page(
        "competency/job_standard.html",
        position=position,
        standard=standard,
        is_own=people.employee(viewer().employee_id).position_id == position.id,
        stale=stale(position) if may(viewer(), Permission.EDIT_STANDARDS) else (0, 0),
        **record_of(position, standard),
    )


def shown(position: Position, number: int | None) -> JobStandard | None:
    """The edition of this number, or the one in force; none where only defaults hold.

    :raises MissingError: the number is another position's edition.
    """
    if number is None:
        return queries.job_standard(position.id, clock.today())
    return queries.job_standard_by_id(number, position_id=position.id)


def record_of(position: Position, standard: JobStandard | None) -> dict[str, Any]:
    """What the record says: its needs with their descriptions, and where each edition stands."""
    today = clock.today()
    needs = (
        queries.needs_of(standard)
        if standard
        else queries.default_needs(position.job_level, on=today)
    )
    return {
        "needs": needs,
        "competencies": queries.in_record_order(needs),
        "levels": queries.described(needs),
        "editions": states(position.id),
    }


def states(position_id: int) -> list[tuple[JobStandard, Any, bool]]:
    """Each edition, the latest first, with where it stands and whether it may be changed."""
    editions, today = queries.standard_editions(position_id), clock.today()
    starts = [one.valid_from for one in editions]
    found = [(one, standard_state(one.valid_from, starts, on=today)) for one in editions]
    return [(one, state, may_do(state, StandardAction.CHANGE)) for one, state in found]


def stale(position: Position) -> tuple[int, int]:
    """How many of the visitor's people in it still carry another standard: open, and sent."""
    units = viewer().units(Permission.EDIT_STANDARDS)
    return stale_counts(position.id, on=clock.today(), units=units)


@bp.route("/kompetensi/standar/jabatan/<int:position_id>/tambah", methods=["GET", "POST"])
@requires(Permission.EDIT_STANDARDS)
def add_job_standard(position_id: int) -> Response:
    """A new edition, begun with a copy."""
    position = people.position(position_id)
    form = new_form(position)
    if not wants_more() and form.validate_on_submit():
        try:
            made = services.add_job_standard(position, by=viewer(), **form.values())
        except DomainError as error:
            form.refuse(error, getattr(error, "field", None))
        else:
            return saved(made)
    return form_page(position, form, None)


@bp.route("/kompetensi/standar/edisi/<int:standard_id>/ubah", methods=["GET", "POST"])
@requires(Permission.EDIT_STANDARDS)
def change_job_standard(standard_id: int) -> Response:
    """Change an edition that does not hold yet."""
    standard = queries.job_standard_by_id(standard_id)
    form = form_of(queries.needs_of(standard), standard, {"valid_from": standard.valid_from})
    if not wants_more() and form.validate_on_submit():
        try:
            services.change_job_standard(standard, by=viewer(), **form.values())
        except services.StandardRefusedError as error:
            form.refuse(error, error.field)
        else:
            return saved(standard)
    return form_page(standard.position, form, standard)


@bp.route("/kompetensi/standar/edisi/<int:standard_id>/tarik", methods=["GET", "POST"])
@requires(Permission.EDIT_STANDARDS)
def withdraw_job_standard(standard_id: int) -> Response:
    """Withdraw an edition that does not hold yet."""
    standard, form = queries.job_standard_by_id(standard_id), ConfirmForm()
    position = standard.position
    if form.validate_on_submit():
        services.withdraw_job_standard(standard, by=viewer())
        flash(_("Edisi yang akan berlaku ditarik."))
        return see_other("competency.show_job_standard", position_id=position.id)
    return page("competency/job_standard_withdraw.html", standard=standard, form=form)


@bp.get("/kompetensi/standar/jabatan/<int:position_id>/banding")
@requires(Permission.VIEW_DICTIONARY)
def compare_job_standards(position_id: int) -> Response:
    """Two editions beside each other (`dari`, `ke`): at first the latest and the one before."""
    position = people.position(position_id)
    editions = queries.standard_editions(position_id)
    before, after = (compared(position, word, editions) for word in ("dari", "ke"))
    return page(
        "competency/job_standard_compare.html",
        position=position,
        editions=editions,
        before=before,
        after=after,
        **difference(position, before, after),
    )


def compared(position: Position, word: str, editions: list[JobStandard]) -> JobStandard | None:
    """The edition that the address names; none means the job level's default."""
    number = request.args.get(word, type=whole_number)
    if number is None and word not in request.args:
        place = {"ke": 0, "dari": 1}[word]
        number = editions[place].id if place < len(editions) else None
    return queries.job_standard_by_id(number, position_id=position.id) if number else None


def difference(
    position: Position, before: JobStandard | None, after: JobStandard | None
) -> dict[str, Any]:
    """How the two differ, in competencies and in requirements."""
    old, new = (record_of_one(position, one) for one in (before, after))
    named = queries.named_competencies({*old, *new})
    changes = sorted(differences(old, new), key=lambda one: queries.place(named[one.competency_id]))
    sides = [required(one) if one else [] for one in (before, after)]
    return {
        "changes": changes,
        "named": named,
        "gone": [one for one in sides[0] if one not in sides[1]],
        "fresh": [one for one in sides[1] if one not in sides[0]],
    }


def record_of_one(position: Position, standard: JobStandard | None) -> dict[int, Need]:
    """What the edition asks for, or the job level's default of today."""
    if standard is not None:
        return queries.needs_of(standard)
    return queries.default_needs(position.job_level, on=clock.today())


def required(standard: JobStandard) -> list[Requirement]:
    """The edition's requirements."""
    return [Requirement(one.kind, one.text, one.necessity) for one in standard.requirements]


def new_form(position: Position) -> JobStandardForm:
    """The form for a new edition, begun with the copy that the address asks for (`salin`): the
    former edition, another position's, or the job level's default.
    """
    today, asked = clock.today(), request.args.get("salin", FORMER)
    other = whole_number(asked) if asked.isdecimal() and len(asked) < 10 else None
    source = None
    if other is not None or asked == FORMER:
        source = queries.job_standard(other or position.id, today)
    needs = record_of_one(position, source)
    return form_of(needs, source, {"job_code": position.code or ""}, copied=True)


def form_of(
    needs: dict[int, Need],
    source: JobStandard | None,
    facts: dict[str, Any],
    *,
    copied: bool = False,
) -> JobStandardForm:
    """The form begun with these needs and the rest of the source; a copy leaves out its decree."""
    kept = {name: getattr(source, name) for name in FACTS} if source else {}
    if copied:
        kept.pop("decree", None)
    urusan = request.args.get("urusan", source.urusan if source else "")
    offered = queries.offered_competencies(on=clock.today(), urusan=urusan, named=needs)
    begun = facts | {name: value for name, value in kept.items() if value} | {"urusan": urusan}
    return job_standard_form(offered, needs, required(source) if source else [], begun)


def form_page(position: Position, form: JobStandardForm, standard: JobStandard | None) -> Response:
    """The form, with what can be copied and which technical dictionaries there are."""
    return page(
        "competency/job_standard_form.html",
        status=422 if wants_more() else None,
        position=position,
        standard=standard,
        form=form,
        chosen=request.args.get("salin", FORMER),
        urusan=request.args.get("urusan", form.urusan.data or ""),
        held=queries.job_standard(position.id, clock.today()),
        others=queries.positions_with_standard(on=clock.today(), but=position.id),
        fields=queries.technical_fields(on=clock.today()),
    )


def saved(standard: JobStandard) -> Response:
    """To the record of the edition."""
    flash(_("Standar %(title)s tersimpan.", title=standard.position.title))
    return see_other(
        "competency.show_job_standard", position_id=standard.position_id, edisi=standard.id
    )
