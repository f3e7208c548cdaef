"""A cycle to plan, its verifiers, and the decisions at its end."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from kinerja.competency.models import Cycle
from kinerja.competency.rules import (
    AssessmentStatus,
    ClosedAs,
    Population,
    phases_in_order,
)
from kinerja.forms import DateField, Form, LongTextField, TextField
from kinerja.people.models import Unit
from kinerja.people.rules import EmployeeKind, JobLevel

LARGEST = 2**31 - 1


def row_number(text: str | int) -> int:
    """The number of a row.

    :raises ValueError: it is none, or one that no INTEGER column could hold.
    """
    number = int(text)
    if abs(number) > LARGEST:
        raise ValueError(text)
    return number


class CycleForm(Form):
    """A cycle to plan. `unit_ids` gets its choices from `cycle_form`."""

    name = TextField(
        _("Nama siklus"),
        [InputRequired(_("Isi nama siklus, contoh Penilaian 2026.")), Length(max=200)],
    )
    period = TextField(_("Periode yang dinilai"), [Length(max=200)])
    starts_on = DateField(_("Mulai"), [InputRequired(_("Isi tanggal mulai."))])
    self_due_on = DateField(
        _("Batas penilaian mandiri"), [InputRequired(_("Isi batas penilaian mandiri."))]
    )
    with_peers = BooleanField(_("Rekan ikut menilai"))
    peers_due_on = DateField(_("Batas penilaian rekan"), [Optional()])
    verify_due_on = DateField(
        _("Batas verifikasi atasan"), [InputRequired(_("Isi batas verifikasi atasan."))]
    )
    with_assessors = BooleanField(_("Asesor ikut menilai"))
    assessors_due_on = DateField(_("Batas penilaian asesor"), [Optional()])
    acknowledge_due_on = DateField(_("Batas pegawai membaca hasil"), [Optional()])
    verifier_first = BooleanField(_("Atasan menilai lebih dulu sebelum melihat jawaban pegawai"))
    unit_ids = SelectMultipleField(_("Unit, termasuk semua di bawahnya"), coerce=int)
    job_levels = SelectMultipleField(
        _("Jenjang jabatan"),
        choices=[SelectChoice(level.value, level.label) for level in JobLevel],
    )
    kinds = SelectMultipleField(
        _("Jenis kepegawaian"),
        choices=[SelectChoice(kind.value, kind.label) for kind in EmployeeKind],
    )

    def validate_verify_due_on(self, field: DateField) -> None:
        """:raises ValidationError: the days of the phases are not in order."""
        days = (
            self.starts_on.data,
            self.self_due_on.data,
            self.peers_due_on.data if self.with_peers.data else None,
            field.data,
            self.assessors_due_on.data if self.with_assessors.data else None,
            self.acknowledge_due_on.data,
        )
        if not phases_in_order(*days):
            raise ValidationError(
                gettext(
                    "Urutkan tanggalnya: mulai, penilaian mandiri, rekan, verifikasi, asesor, "
                    "lalu pegawai membaca hasil."
                )
            )

    def validate_with_peers(self, field: BooleanField) -> None:
        """:raises ValidationError: peers take part, but their last day is missing."""
        if field.data and self.peers_due_on.data is None:
            raise ValidationError(gettext("Isi batas penilaian rekan, karena rekan ikut menilai."))

    def validate_with_assessors(self, field: BooleanField) -> None:
        """:raises ValidationError: assessors take part, but their last day is missing."""
        if field.data and self.assessors_due_on.data is None:
            raise ValidationError(
                gettext("Isi batas penilaian asesor, karena asesor ikut menilai.")
            )

    def values(self) -> dict[str, Any]:
        """As the service takes it; days of phases that do not take place are left out."""
        found = super().values()
        population = Population(
            unit_ids=tuple(found.pop("unit_ids") or ()),
            job_levels=tuple(map(JobLevel, found.pop("job_levels") or ())),
            kinds=tuple(map(EmployeeKind, found.pop("kinds") or ())),
        )
        if not found["with_peers"]:
            found["peers_due_on"] = None
        if not found["with_assessors"]:
            found["assessors_due_on"] = None
        return found | {"period": found["period"] or "", "population": population}


class VerifierForm(Form):
    """Who verifies a unit. `unit_id` gets its choices from the view."""

    unit_id = SelectField(_("Unit, termasuk semua di bawahnya"), coerce=int)
    nip = TextField(_("NIP verifikator"), [DataRequired(_("Isi NIP verifikator."))])


class DropVerifierForm(Form):
    """Which unit loses its named verifier."""

    unit_id = SelectField(_("Unit"), coerce=row_number, choices=[], validate_choice=False)


class ExtendForm(Form):
    """Later last days for an open cycle."""

    self_due_on = DateField(
        _("Batas penilaian mandiri"), [InputRequired(_("Isi batas penilaian mandiri."))]
    )
    verify_due_on = DateField(
        _("Batas verifikasi atasan"), [InputRequired(_("Isi batas verifikasi atasan."))]
    )


class DecideForm(Form):
    """What becomes of unfinished people: of those ticked, or of a whole state."""

    assessment_ids = SelectMultipleField(
        _("Orang"), coerce=row_number, choices=[], validate_choice=False
    )
    status = SelectField(
        _("Untuk siapa"),
        choices=[
            SelectChoice("", _("Hanya yang dicentang")),
            *(
                SelectChoice(
                    status.value, _("Semua yang belum diputuskan: %(state)s", state=status.label)
                )
                for status in AssessmentStatus
                if status not in (AssessmentStatus.VERIFIED, AssessmentStatus.ACKNOWLEDGED)
            ),
        ],
    )
    decision = RadioField(
        _("Keputusan"),
        [DataRequired(_("Pilih keputusannya."))],
        choices=[SelectChoice(one.value, one.label) for one in ClosedAs],
    )
    reason = LongTextField(
        _("Alasan"),
        [DataRequired(_("Tulis alasannya; orangnya dapat membacanya.")), Length(max=500)],
    )

    def values(self) -> dict[str, Any]:
        """As the service takes it."""
        return {
            "assessment_ids": self.assessment_ids.data or [],
            "status": AssessmentStatus(self.status.data) if self.status.data else None,
            "decision": ClosedAs(self.decision.data),
            "reason": self.reason.data,
        }


class RemindUnitForm(Form):
    """Whom to remind in a unit."""

    whom = RadioField(
        _("Siapa"),
        choices=[
            SelectChoice("subjects", _("Yang belum mengirim")),
            SelectChoice("verifiers", _("Atasan")),
        ],
    )


def cycle_form(units: Sequence[Unit], cycle: Cycle | None = None) -> CycleForm:
    """The form over these units, with the plan of the cycle as it stands."""
    form = CycleForm(obj=cycle, data=_population(cycle))
    form.unit_ids.choices = [SelectChoice(unit.id, unit.name) for unit in units]
    return form


def _population(cycle: Cycle | None) -> dict[str, Any]:
    return cycle.population.as_json() if cycle else {}
