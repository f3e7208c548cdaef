"""Asking for corrections of one's own data, following them, and deciding others'."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from kinerja import clock
from kinerja.database import paged
from kinerja.errors import DomainError, StaleError
from kinerja.people import queries, services
from kinerja.people.forms import ASK_FORMS, AskForm, SureForm
from kinerja.people.models import Correction
from kinerja.people.rules import FIELDS, CorrectionTopic, topic_of
from kinerja.people.views.blueprint import bp
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, page_number, see_other


@bp.route("/perbaikan-data/ajukan", methods=["GET", "POST"])
@requires(Permission.ASK_CORRECTION)
def ask_correction() -> Response:
    """Say what of one's own data is wrong, and what is right."""
    topic = topic_of(request.args.get("tentang", ""))
    if topic is None:
        return page("people/correction_topics.html", topics=list(CorrectionTopic))
    known = queries.open_correction(viewer().employee_id, topic)
    form, found = asking(topic)
    if form.validate_on_submit() and (asked := ask(topic, form)):
        flash(_("Permintaan terkirim. Anda dapat terus bekerja sambil menunggu."))
        return see_other("people.show_correction", correction_id=asked.id)
    me = queries.employee(viewer().employee_id)
    return page(ASK_PAGE, form=form, topic=topic, found=found, known=known, me=me)


ASK_PAGE = "people/correction_ask.html"


def asking(topic: CorrectionTopic) -> tuple[AskForm, list[queries.Choice] | None]:
    """The topic's form and what the search (`cari`) found, None before anything is searched.

    What is typed starts with what is recorded now.
    """
    if not topic.is_chosen:
        me = queries.employee(viewer().employee_id)
        return ASK_FORMS[topic](data={name: getattr(me, name) for name in FIELDS[topic]}), None
    form, search = ASK_FORMS[topic](), request.args.get("cari", "")
    found = queries.choices(topic, search, to=viewer()) if search.strip() else None
    (name,) = FIELDS[topic]
    form[name].choices = [
        *(SelectChoice(one.id, one.words) for one in found or ()),
        SelectChoice(0, _("Saya tidak tahu")),
    ]
    return form, found


def ask(topic: CorrectionTopic, form: AskForm) -> Correction | None:
    """Open the case; a refusal goes into the form."""
    try:
        return services.ask_correction(topic=topic, by=viewer(), **form.values())
    except services.CorrectionRefusedError as error:
        form.refuse(error, error.field)
        return None


@bp.get("/perbaikan-data/saya")
@requires(Permission.ASK_CORRECTION)
def own_corrections() -> Response:
    """One's own cases: whose turn each is, since when, until when."""
    cases = paged(queries.own_corrections(viewer().employee_id), page=page_number())
    desks = queries.desks(cases.items, on=clock.today())
    return page("people/corrections_own.html", cases=cases, desks=desks)


@bp.get("/perbaikan-data/saya/<int:correction_id>")
@requires(Permission.ASK_CORRECTION)
def show_correction(correction_id: int) -> Response:
    """One of one's own cases."""
    return page("people/correction_own.html", **facts(own(correction_id)))


@bp.route("/perbaikan-data/saya/<int:correction_id>/tarik", methods=["GET", "POST"])
@requires(Permission.ASK_CORRECTION)
def withdraw_correction(correction_id: int) -> Response:
    """Take one's own case back."""
    asked, form = own(correction_id), SureForm()
    if form.validate_on_submit():
        services.withdraw_correction(asked, by=viewer())
        flash(_("Permintaan ditarik. Data Anda tetap seperti semula."))
        return see_other("people.own_corrections")
    if not asked.is_open:
        raise StaleError()
    return page("people/correction_withdraw.html", asked=asked, form=form)


def own(correction_id: int) -> Correction:
    """One of the visitor's own cases."""
    return queries.own_correction(correction_id, to=viewer())


def facts(asked: Correction) -> dict[str, Any]:
    """What every page about a case shows."""
    return {
        "asked": asked,
        "desk": queries.handled_by(asked, on=clock.today()),
        "values": queries.values(asked),
    }


def refuse(form: Any, error: DomainError) -> None:
    """Put the refusal beside its field where the form has that field, else above the form."""
    field = getattr(error, "field", None)
    form.refuse(error, field if field in form else None)
