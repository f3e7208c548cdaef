"""A file of predicates, and applying it."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms.validators import DataRequired

from kinerja.forms import Form


class PredicateFileForm(Form):
    """The file itself. It bears no receipt key: reading it must not keep other writers waiting."""

    file = FileField(
        _("Berkas predikat"),
        [DataRequired(_("Pilih berkas XLSX atau CSV."))],
        render_kw={"accept": ".xlsx,.csv"},
    )

    def values(self) -> dict[str, Any]:
        """The file's name and its bytes."""
        return {"filename": self.file.data.filename or "", "content": self.file.data.read()}


class ApplyForm(Form):
    """Nothing to fill in: the button says it."""
