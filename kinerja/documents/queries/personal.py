"""What is held on somebody here: the documents issued about them."""

from flask_babel import lazy_gettext as _

from kinerja.documents.models import IssuedDocument
from kinerja.personal import Columns, Group, Section, picked


def personal_data(employee_id: int) -> list[Section]:
    """The one section about the employee."""
    columns: Columns = {
        "title": (IssuedDocument.title, _("Judul")),
        "kind": (IssuedDocument.kind, _("Jenis")),
        "code": (IssuedDocument.code, _("Kode")),
        "issued_at": (IssuedDocument.issued_at, _("Diterbitkan")),
        "facts": (IssuedDocument.facts, _("Isi")),
        "withdrawn_at": (IssuedDocument.withdrawn_at, _("Ditarik")),
        "withdraw_reason": (IssuedDocument.withdraw_reason, _("Alasan penarikan")),
    }
    return [
        Section(
            key="dokumen-terbit",
            group=Group.COMPETENCY,
            title=_("Dokumen yang diterbitkan tentang Anda"),
            source=_("Dari hasil Anda, saat dokumennya diunduh"),
            kept="retention.staff_years",
            columns=columns,
            rows=picked(columns)
            .where(IssuedDocument.employee_id == employee_id)
            .order_by(IssuedDocument.issued_at.desc(), IssuedDocument.id.desc()),
            brief=("title", "code", "issued_at"),
            covers=(IssuedDocument.employee_id,),
        )
    ]
