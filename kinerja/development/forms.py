"""What trainers and employees type: a training, evidence, a note, an assignment."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from kinerja.competency.rules import LEVEL_LABELS
from kinerja.development.rules import DevelopmentForm
from kinerja.forms import DateField, Form, IntegerField, LongTextField, TextField

WEB_ADDRESS = r"^https?://[^\s/]+\.[^\s]+$"
MOST_JP = 1000
MOST_SEATS = 10_000


class TrainingForm(Form):
    """A training of the catalogue. `competency_id` gets its choices from the view."""

    title = TextField(
        _("Nama pelatihan"), [DataRequired(_("Isi nama pelatihan.")), Length(max=200)]
    )
    form = SelectField(
        _("Bentuk"),
        choices=[SelectChoice(form.value, form.label) for form in DevelopmentForm],
        coerce=DevelopmentForm,
        default=DevelopmentForm.WORKSHOP,
    )
    jp = IntegerField(
        _("Jumlah JP"),
        [
            InputRequired(_("Isi jumlah JP, paling sedikit 1.")),
            NumberRange(1, MOST_JP, _("Isi JP antara 1 dan 1.000.")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    competency_id = SelectField(_("Kompetensi"), coerce=int)
    level = SelectField(
        _("Tingkat yang dituju"),
        choices=[SelectChoice(str(level), label) for level, label in LEVEL_LABELS.items()],
        coerce=int,
        default=2,
    )
    starts_on = DateField(_("Tanggal mulai"), [InputRequired(_("Isi tanggal mulai."))])
    ends_on = DateField(_("Tanggal selesai"), [InputRequired(_("Isi tanggal selesai."))])
    seats = IntegerField(
        _("Jumlah kursi"),
        [
            InputRequired(_("Isi jumlah kursi, paling sedikit 1.")),
            NumberRange(1, MOST_SEATS, _("Isi kursi antara 1 dan 10.000.")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    provider = TextField(
        _("Penyelenggara"), [DataRequired(_("Isi nama penyelenggara.")), Length(max=200)]
    )
    place = TextField(_("Tempat"), [Length(max=200)])
    link = TextField(
        _("Tautan"),
        [
            Optional(),
            Length(max=2000),
            Regexp(
                WEB_ADDRESS, message=_("Tulis tautan lengkap, contoh https://contoh.go.id/kelas.")
            ),
        ],
        render_kw={"inputmode": "url"},
    )
    description = LongTextField(_("Uraian"), [Length(max=4000)])
    is_active = BooleanField(_("Ditawarkan dalam katalog"), default=True)


class EvidenceForm(Form):
    """The link with which somebody says that an activity is done."""

    evidence_url = TextField(
        _("Tautan bukti"),
        [
            DataRequired(_("Isi tautan bukti, misalnya ke sertifikat di penyimpanan awan.")),
            Length(max=2000, message=_("Tautan paling panjang 2.000 huruf.")),
            Regexp(
                WEB_ADDRESS,
                message=_("Tulis tautan lengkap yang diawali https:// atau http://."),
            ),
        ],
        render_kw={"inputmode": "url", "autocomplete": "off"},
    )


class ReturnForm(Form):
    """What is missing in a finished activity."""

    note = LongTextField(
        _("Apa yang perlu dilengkapi?"),
        [
            DataRequired(_("Tulis apa yang perlu dilengkapi.")),
            Length(max=1000, message=_("Catatan paling panjang 1.000 huruf.")),
        ],
    )


class AssignForm(Form):
    """The last step of an assignment: how many people the trainer was shown."""

    expected = HiddenField()

    @property
    def people(self) -> int:
        """The number shown, 0 when it is none."""
        sent = str(self.expected.data or "")
        return int(sent) if sent.isascii() and sent.isdigit() else 0
