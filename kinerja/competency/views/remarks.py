"""What the visitor says of the own verified result."""

from flask import Response, flash
from flask_babel import gettext as _

from kinerja.competency import queries, services
from kinerja.competency.forms import RemarkForm
from kinerja.competency.models import Assessment
from kinerja.competency.services import AnswerChangedError
from kinerja.competency.views.blueprint import bp
from kinerja.competency.views.results import result_page
from kinerja.errors import DomainError, MissingError
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import see_other

OK, CONFLICT, WRONG = 200, 409, 422


@bp.post("/kompetensi/hasil/tanggapan")
@requires(Permission.ASSESS_OWN)
def remark() -> Response:
    """Say something of the verified result, or change what was said."""
    assessment = queries.own_result(viewer().employee_id)
    if assessment is None:
        raise MissingError()
    form = RemarkForm()
    status = remarked(assessment, form)
    if status == OK:
        flash(_("Tanggapan disimpan. Verifikator dan pengelola kepegawaian dapat membacanya."))
        return see_other("competency.own_result", _anchor="tanggapan")
    return result_page(assessment, form, status)


def remarked(assessment: Assessment, form: RemarkForm) -> int:
    """Keep the remark; the answer's HTTP status. After a conflict the form replaces what is
    shown beside it.
    """
    if not form.validate_on_submit():
        return WRONG
    try:
        services.remark_on(assessment, by=viewer(), **form.values())
    except AnswerChangedError as error:
        form.refuse(error, field="text")
        form.version.data = assessment.version
        return CONFLICT
    except DomainError as error:
        form.refuse(error, field="text")
        return WRONG
    return OK
