"""What is held on somebody here: notices, reminders, choices about mails, the calendar address."""

from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import or_
from sqlalchemy.orm import aliased

from kinerja.notifications.models import Digest, Feed, Notice, Preference, Reminder
from kinerja.notifications.queries.notices import title
from kinerja.people.models import Employee
from kinerja.personal import Basis, Columns, Group, Section, picked

KEPT = "retention.notices_days"
STAFF = "retention.staff_years"
FROM_SYSTEM = _("Dibuat sistem atas pekerjaan yang menyangkut Anda")
FROM_YOU = _("Dari Anda sendiri")


def personal_data(employee_id: int) -> list[Section]:
    """The sections about the employee."""
    return [
        notices(employee_id),
        reminders(employee_id),
        preferences(employee_id),
        digests(employee_id),
        feeds(employee_id),
    ]


def notices(employee_id: int) -> Section:
    """The inbox, each sentence with its gaps filled."""
    columns: Columns = {
        "at": (Notice.at, _("Pada")),
        "title": (Notice.title, _("Isi")),
        "message": (Notice.message, _("Pesan")),
        "kind": (Notice.kind, _("Tentang")),
        "params": (Notice.params, _("Rincian")),
        "place": (Notice.place, _("Halaman")),
        "read_at": (Notice.read_at, _("Dibaca")),
        "mailed_at": (Notice.mailed_at, _("Surel selesai")),
    }
    return Section(
        key="pemberitahuan",
        group=Group.MESSAGES,
        title=_("Pemberitahuan"),
        source=FROM_SYSTEM,
        kept=KEPT,
        basis=Basis.PUBLIC_TASK,
        columns=columns,
        rows=picked(columns)
        .where(Notice.employee_id == employee_id)
        .order_by(Notice.at.desc(), Notice.id.desc()),
        brief=("title", "at", "read_at"),
        covers=(Notice.employee_id,),
        shaped=with_sentence,
    )


def with_sentence(record: dict[str, Any]) -> dict[str, Any]:
    """The record of a notice with its sentence as it is read."""
    told = Notice(title=record["title"], params=record["params"])
    return record | {"title": title(told)}


def reminders(employee_id: int) -> Section:
    """Who reminded whom, where the person is one of them."""
    sender, holder = aliased(Employee), aliased(Employee)
    columns: Columns = {
        "at": (Reminder.at, _("Pada")),
        "sender": (sender.name, _("Dari")),
        "holder": (holder.name, _("Kepada")),
        "place": (Reminder.place, _("Halaman")),
        "way": (Reminder.way, _("Lewat")),
    }
    return Section(
        key="pengingat",
        group=Group.MESSAGES,
        title=_("Pengingat yang Anda kirim dan terima"),
        source=_("Dicatat sistem saat seseorang mengingatkan"),
        kept="retention.reminders_days",
        basis=Basis.PUBLIC_TASK,
        columns=columns,
        rows=picked(columns)
        .select_from(Reminder)
        .join(sender, sender.id == Reminder.sender_id)
        .join(holder, holder.id == Reminder.holder_id)
        .where(or_(Reminder.sender_id == employee_id, Reminder.holder_id == employee_id))
        .order_by(Reminder.id.desc()),
        brief=("at", "sender", "holder"),
        covers=(Reminder.sender_id, Reminder.holder_id),
    )


def preferences(employee_id: int) -> Section:
    """How the person wants to hear of each kind."""
    columns: Columns = {
        "kind": (Preference.kind, _("Tentang")),
        "email": (Preference.email, _("Lewat surel")),
    }
    return Section(
        key="pilihan-surel",
        group=Group.MESSAGES,
        title=_("Pilihan surel"),
        source=FROM_YOU,
        kept=STAFF,
        basis=Basis.PUBLIC_TASK,
        columns=columns,
        rows=picked(columns).where(Preference.employee_id == employee_id).order_by(Preference.kind),
        covers=(Preference.employee_id,),
    )


def digests(employee_id: int) -> Section:
    """How often the digest comes."""
    columns: Columns = {
        "rhythm": (Digest.rhythm, _("Irama")),
        "sent_for": (Digest.sent_for, _("Terakhir sampai")),
    }
    return Section(
        key="ringkasan-surel",
        group=Group.MESSAGES,
        title=_("Ringkasan surel"),
        source=FROM_YOU,
        kept=STAFF,
        basis=Basis.PUBLIC_TASK,
        columns=columns,
        rows=picked(columns).where(Digest.employee_id == employee_id),
        covers=(Digest.employee_id,),
    )


def feeds(employee_id: int) -> Section:
    """The calendar's secret address: that there is one, not the secret."""
    columns: Columns = {
        "created_at": (Feed.created_at, _("Dibuat")),
        "with_holidays": (Feed.with_holidays, _("Dengan hari libur")),
        "fetched_on": (Feed.fetched_on, _("Terakhir diambil")),
    }
    return Section(
        key="kalender",
        group=Group.MESSAGES,
        title=_("Alamat kalender pribadi"),
        source=FROM_YOU,
        kept=STAFF,
        basis=Basis.PUBLIC_TASK,
        columns=columns,
        rows=picked(columns).where(Feed.employee_id == employee_id),
        covers=(Feed.employee_id,),
    )
