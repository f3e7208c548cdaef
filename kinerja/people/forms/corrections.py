"""What people type to have their data corrected, and what admins type to decide."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired, Length, Optional, Regexp

from kinerja.forms import DateField, Form, LongTextField, TextField
from kinerja.people.forms.staff import EMAIL, PHONE
from kinerja.people.rules import CorrectionTopic

LONGEST = 1000


class AskForm(Form):
    """What is wrong, in one's own words; each topic adds what is proposed."""

    note = LongTextField(_("Apa yang salah?"), [Length(max=LONGEST)])


def chosen(label: object) -> RadioField:
    """One of what the search found; 0: not known. The view sets the choices."""
    return RadioField(label, coerce=int, default=0)


class AskSupervisorForm(AskForm):
    """Who is the supervisor."""

    supervisor_id = chosen(_("Siapa atasan langsung Anda?"))


class AskUnitForm(AskForm):
    """Which unit is the right one."""

    unit_id = chosen(_("Di unit mana Anda bekerja?"))


class AskPositionForm(AskForm):
    """Which position is the right one."""

    position_id = chosen(_("Apa jabatan Anda?"))


class NameFields(Form):
    """Name and degrees."""

    name = TextField(
        _("Nama tanpa gelar"), [DataRequired(_("Isi nama tanpa gelar.")), Length(max=200)]
    )
    title_before = TextField(_("Gelar depan"), [Length(max=40)])
    title_after = TextField(_("Gelar belakang"), [Length(max=80)])


class GradeFields(Form):
    """The grade."""

    grade = TextField(_("Golongan"), [Length(max=10)], render_kw={"autocapitalize": "none"})


class NipFields(Form):
    """The number."""

    nip = TextField(
        _("NIP atau NI PPPK"),
        [Length(max=40)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class ContactFields(Form):
    """How somebody is reached."""

    email = TextField(
        _("Surel"),
        [
            Optional(),
            Length(max=254),
            Regexp(EMAIL, message=_("Tulis surel seperti nama@contoh.id.")),
        ],
        render_kw={"type": "email", "autocomplete": "off"},
    )
    phone = TextField(
        _("Nomor ponsel"),
        [
            Optional(),
            Length(max=20),
            Regexp(PHONE, message=_("Tulis nomor seperti 0812 3456 7890.")),
        ],
        render_kw={"type": "tel", "autocomplete": "off"},
    )


class AskNameForm(NameFields, AskForm):
    """The right name."""


class AskGradeForm(GradeFields, AskForm):
    """The right grade."""


class AskNipForm(NipFields, AskForm):
    """The right number."""


class AskContactForm(ContactFields, AskForm):
    """The right address."""


class ApplyForm(Form):
    """What the admin says to whoever asked; each topic adds what is changed."""

    answer = LongTextField(_("Pesan untuk yang mengajukan"), [Length(max=LONGEST)])


class DatedForm(ApplyForm):
    """From which day on, and by which decree."""

    valid_from = DateField(_("Berlaku sejak"), [DataRequired(_("Isi tanggal mulai berlaku."))])
    decree = TextField(_("Dasar"), [Length(max=200)])


class ApplySupervisorForm(DatedForm):
    """The supervisor by number; empty: whoever heads the unit."""

    supervisor_nip = TextField(
        _("NIP atasan langsung"),
        [Length(max=40)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class ApplyUnitForm(DatedForm):
    """The unit; choices from the view."""

    unit_id = SelectField(_("Unit kerja"), coerce=int)


class ApplyPositionForm(DatedForm):
    """The position; choices from the view."""

    position_id = SelectField(_("Jabatan"), coerce=int)


class ApplyNameForm(NameFields, ApplyForm):
    """Name and degrees as they will stand."""


class ApplyGradeForm(GradeFields, ApplyForm):
    """The grade as it will stand."""


class ApplyNipForm(NipFields, ApplyForm):
    """The number as it will stand."""


class ApplyContactForm(ContactFields, ApplyForm):
    """The addresses as they will stand."""


class RefuseForm(Form):
    """Why the data stay as they are."""

    answer = LongTextField(
        _("Mengapa data ini tidak diubah?"),
        [
            DataRequired(_("Tulis alasannya, agar yang mengajukan tahu apa dasarnya.")),
            Length(max=LONGEST),
        ],
    )


class SureForm(Form):
    """Nothing but the button."""


ASK_FORMS: dict[CorrectionTopic, type[AskForm]] = {
    CorrectionTopic.SUPERVISOR: AskSupervisorForm,
    CorrectionTopic.UNIT: AskUnitForm,
    CorrectionTopic.POSITION: AskPositionForm,
    CorrectionTopic.NAME: AskNameForm,
    CorrectionTopic.GRADE: AskGradeForm,
    CorrectionTopic.NIP: AskNipForm,
    CorrectionTopic.CONTACT: AskContactForm,
}
APPLY_FORMS: dict[CorrectionTopic, type[ApplyForm]] = {
    CorrectionTopic.SUPERVISOR: ApplySupervisorForm,
    CorrectionTopic.UNIT: ApplyUnitForm,
    CorrectionTopic.POSITION: ApplyPositionForm,
    CorrectionTopic.NAME: ApplyNameForm,
    CorrectionTopic.GRADE: ApplyGradeForm,
    CorrectionTopic.NIP: ApplyNipForm,
    CorrectionTopic.CONTACT: ApplyContactForm,
}
