"""What the assessed person says of the result."""

from flask_babel import lazy_gettext as _
from wtforms.validators import Length, Optional

from kinerja.competency.models import Assessment
from kinerja.competency.rules import REMARK_LONGEST
from kinerja.forms import Form, IntegerField, LongTextField


class RemarkForm(Form):
    """A remark, with the version that the page was opened with."""

    text = LongTextField(
        _("Yang ingin Anda sampaikan"),
        [Length(max=REMARK_LONGEST)],
        render_kw={"maxlength": REMARK_LONGEST},
    )
    version = IntegerField(_("Versi"), [Optional()])


def remark_form(assessment: Assessment) -> RemarkForm:
    """The form with what was said so far."""
    said = {"text": assessment.remark, "version": assessment.version}
    return RemarkForm(formdata=None, data=said)
