"""What somebody asked to be corrected, agreed to, and what keeps data from being forgotten."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import aliased

from kinerja.people.models import Consent, Correction, Employee, LegalHold
from kinerja.people.queries.personal.words import FROM_YOU, STAFF, period
from kinerja.personal import Basis, Columns, Group, Section, picked


def rights(employee_id: int) -> Iterator[Section]:
    """Corrections asked for, consents given and withdrawn, legal holds."""
    yield corrections(employee_id)
    columns: Columns = {
        "at": (Consent.at, _("Pada")),
        "purpose": (Consent.purpose, _("Untuk")),
        "given": (Consent.given, _("Setuju")),
        "version": (Consent.version, _("Edisi kalimat")),
        "wording": (Consent.wording, _("Kalimat yang ditampilkan")),
    }
    yield Section(
        key="riwayat-persetujuan",
        group=Group.RIGHTS,
        title=_("Persetujuan yang Anda beri dan cabut"),
        source=FROM_YOU,
        kept=STAFF,
        basis=Basis.CONSENT,
        columns=columns,
        rows=picked(columns).where(Consent.employee_id == employee_id).order_by(Consent.id.desc()),
        brief=("purpose", "given", "at"),
        covers=(Consent.employee_id,),
    )
    columns = {**period(LegalHold), "reason": (LegalHold.reason, _("Alasan"))}
    yield Section(
        key="penahanan",
        group=Group.RIGHTS,
        title=_("Penahanan penghapusan data"),
        source=_("Dicatat PPID atau admin instansi karena kewajiban hukum"),
        kept=STAFF,
        columns=columns,
        rows=picked(columns)
        .where(LegalHold.employee_id == employee_id)
        .order_by(LegalHold.valid_from.desc(), LegalHold.id.desc()),
        covers=(LegalHold.employee_id,),
    )


def corrections(employee_id: int) -> Section:
    """What the person said was wrong, and what came of it."""
    decider = aliased(Employee)
    columns: Columns = {
        "asked_at": (Correction.asked_at, _("Diajukan")),
        "topic": (Correction.topic, _("Tentang")),
        "status": (Correction.status, _("Status")),
        "note": (Correction.note, _("Keterangan Anda")),
        "before": (Correction.before, _("Sebelum")),
        "proposal": (Correction.proposal, _("Usulan Anda")),
        "due_on": (Correction.due_on, _("Batas jawaban")),
        "decided_by": (decider.name, _("Diputus oleh")),
        "since": (Correction.since, _("Status sejak")),
        "answer": (Correction.answer, _("Jawaban")),
        "applied": (Correction.applied, _("Yang diterapkan")),
        "valid_from": (Correction.valid_from, _("Berlaku mulai")),
    }
    return Section(
        key="perbaikan-data",
        group=Group.RIGHTS,
        title=_("Permintaan perbaikan data"),
        source=_("Dari Anda dan admin yang memutus"),
        kept="retention.corrections_years",
        columns=columns,
        rows=picked(columns)
        .select_from(Correction)
        .outerjoin(decider, decider.id == Correction.decided_by_id)
        .where(Correction.employee_id == employee_id)
        .order_by(Correction.id.desc()),
        brief=("topic", "status", "asked_at"),
        covers=(Correction.employee_id,),
    )
