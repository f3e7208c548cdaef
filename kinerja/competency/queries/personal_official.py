"""What is held on somebody from assessors: the results, and the standards measured by."""

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import aliased

from kinerja.competency.models import Competency, Official, OfficialItem, Record
from kinerja.people.models import Employee
from kinerja.personal import Columns, Group, Section, picked

KEPT = "retention.staff_years"


def officials(employee_id: int) -> Section:
    """Every official result, voided ones too."""
    keeper = aliased(Employee)
    columns: Columns = {
        "on": (Official.on, _("Tanggal uji")),
        "valid_until": (Official.valid_until, _("Berlaku sampai")),
        "provider": (Official.provider, _("Penyelenggara")),
        "report_number": (Official.report_number, _("Nomor laporan")),
        "purpose": (Official.purpose, _("Tujuan")),
        "job_title": (Official.job_title, _("Jabatan yang dinilai")),
        "job_level": (Official.job_level, _("Jenjang saat itu")),
        "achieved": (Official.achieved, _("Jumlah tingkat")),
        "capped": (Official.capped, _("Jumlah tingkat tanpa kelebihan")),
        "required": (Official.required, _("Jumlah standar")),
        "printed": (Official.printed, _("Angka pada laporan, %")),
        "entered_by": (keeper.name, _("Dicatat oleh")),
        "entered_at": (Official.entered_at, _("Dicatat")),
        "voided_at": (Official.voided_at, _("Dibatalkan")),
        "void_reason": (Official.void_reason, _("Alasan pembatalan")),
    }
    return Section(
        key="hasil-uji-kompetensi",
        group=Group.COMPETENCY,
        title=_("Hasil uji kompetensi"),
        source=_("Dari asesor, dicatat pengelola kepegawaian"),
        kept=KEPT,
        columns=columns,
        rows=picked(columns)
        .select_from(Official)
        .outerjoin(keeper, keeper.id == Official.entered_by_id)
        .where(Official.employee_id == employee_id)
        .order_by(Official.on.desc(), Official.id.desc()),
        brief=("on", "provider", "report_number", "valid_until"),
        covers=(Official.employee_id,),
    )


def official_levels(employee_id: int) -> Section:
    """The level that each of them found, and the standard that it was measured by."""
    columns: Columns = {
        "on": (Official.on, _("Tanggal uji")),
        "competency": (Competency.name, _("Kompetensi")),
        "level": (Record.level, _("Tingkat")),
        "standard_level": (OfficialItem.standard_level, _("Standar")),
    }
    return Section(
        key="tingkat-uji-kompetensi",
        group=Group.COMPETENCY,
        title=_("Tingkat menurut uji kompetensi"),
        source=_("Dari asesor, dicatat pengelola kepegawaian"),
        kept=KEPT,
        columns=columns,
        rows=picked(columns)
        .select_from(OfficialItem)
        .join(Official, Official.id == OfficialItem.official_id)
        .join(Record, Record.id == OfficialItem.record_id)
        .join(Competency, Competency.id == Record.competency_id)
        .where(Official.employee_id == employee_id)
        .order_by(Official.on.desc(), Official.id.desc(), Competency.rank),
        brief=("competency", "level", "standard_level"),
        covers=(),
    )
