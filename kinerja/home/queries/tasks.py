"""Tasks and notices: one function for each thing that can wait for somebody."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from kinerja import clock
from kinerja.competency.models import Assessment
from kinerja.competency.queries import Inbox
from kinerja.competency.rules import WAITING_FOR_VERIFIER, AssessmentStatus, CycleStatus
from kinerja.development.models import PlanItem
from kinerja.development.rules import Party, PlanItemStatus
from kinerja.home.queries import reminders


@dataclass(frozen=True)
class Task:
    """Something that this visitor can do now, where, and until when."""

    title: str
    meta: str
    action: str
    endpoint: str
    icon: str
    values: Mapping[str, Any] = field(default_factory=dict)
    due: date | None = None
    state: object = ""
    quote: str = ""


@dataclass(frozen=True)
class Notice:
    """Something that waits for somebody else, or is done."""

    title: str
    meta: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    remind: str = ""  # what the reminder's page calls it, once it has waited long enough


def day(moment: datetime | date) -> str:
    """The day in full, on the agency's calendar: 21 November 2026."""
    if isinstance(moment, datetime):
        moment = clock.local(moment).date()
    return str(format_date(moment, "long"))


def assessment_task(found: Assessment) -> Task | None:
    """What the own assessment asks for: to begin, go on, send, correct, or read the result."""
    if found.status is AssessmentStatus.VERIFIED:
        return Task(
            title=_("Baca hasil penilaian kompetensi Anda"),
            meta=_("Sudah diverifikasi. Tandai sudah dibaca bila selesai."),
            action=_("Baca hasil"),
            endpoint="competency.own_result",
            icon="chart-radar",
            state=found.status.label,
        )
    if not (found.is_editable and found.employee.is_active):
        return None
    title, action = _assessment_words(found)
    return Task(
        title=title,
        meta=_assessment_meta(found),
        action=action,
        endpoint="competency.check" if _is_complete(found) else "competency.overview",
        icon="chart-radar",
        due=found.cycle.self_due_on,
        state=found.status.label,
        quote=found.return_note or "",
    )


def _is_complete(found: Assessment) -> bool:
    return (
        found.status is AssessmentStatus.SELF_IN_PROGRESS
        and 0 < len(found.answers) == found.answered
    )


def _assessment_words(found: Assessment) -> tuple[str, str]:
    """Title and button."""
    if found.status is AssessmentStatus.RETURNED:
        verifier = found.verifier.name if found.verifier else _("atasan")
        title = _("Perbaiki penilaian mandiri yang dikembalikan %(name)s", name=verifier)
        return title, _("Perbaiki jawaban")
    if _is_complete(found):
        return _("Periksa lalu kirim penilaian mandiri Anda"), _("Periksa jawaban")
    if found.status is AssessmentStatus.SELF_IN_PROGRESS:
        return _("Lanjutkan penilaian mandiri kompetensi"), _("Lanjutkan penilaian")
    return _("Mulai penilaian mandiri kompetensi"), _("Mulai penilaian")


def _assessment_meta(found: Assessment) -> str:
    done = _(
        "%(done)s dari %(total)s kompetensi terisi",
        done=found.answered,
        total=len(found.answers),
    )
    if found.cycle.self_due_on >= clock.today():
        return str(done)
    late = _("Masih bisa dikirim; atasan akan melihat tanggal sebenarnya.")
    return f"{done}. {late}"


def level_tasks(soon: int, first: date | None, gone: int, own: Assessment | None) -> Iterator[Task]:
    """Own levels that end soon, and those that have: while an assessment is to be done anyway,
    its own task says so.
    """
    if own is not None and own.is_editable:
        return
    if gone:
        yield Task(
            title=_("Penilaian ulang jatuh tempo untuk %(count)s kompetensi", count=gone),
            meta=_("Tingkatnya sudah kedaluwarsa. Bicarakan penilaian ulang dengan atasan Anda."),
            action=_("Lihat tingkat"),
            endpoint="competency.overview",
            icon="chart-radar",
        )
    if soon and first:
        yield Task(
            title=_("Tingkat %(count)s kompetensi segera berakhir", count=soon),
            meta=_("Sesudah itu tidak dihitung lagi sampai Anda dinilai ulang."),
            action=_("Lihat tingkat"),
            endpoint="competency.overview",
            icon="chart-radar",
            due=first,
        )


def item_tasks(items: Iterable[PlanItem], *, on: date) -> Iterator[Task]:
    """Activities of the own plan that are to be started or finished."""
    for item in items:
        title, action = _item_words(item)
        training = item.training
        begins = item.status is PlanItemStatus.ASSIGNED and training.starts_on >= on
        yield Task(
            title=title,
            meta=_("%(jp)s JP · %(provider)s", jp=item.jp, provider=training.provider),
            action=action,
            endpoint="development.show_item",
            values={"item_id": item.id},
            icon="school",
            due=training.starts_on if begins else training.ends_on,
            state=item.status.label,
            quote=item.note if item.is_returned else "",
        )


def _item_words(item: PlanItem) -> tuple[str, str]:
    title = item.training.title
    if item.status is PlanItemStatus.ASSIGNED:
        return _("Mulai kegiatan “%(title)s”", title=title), _("Buka kegiatan")
    if item.is_returned:
        return _("Perbaiki bukti “%(title)s”", title=title), _("Perbaiki bukti")
    return _("Selesaikan “%(title)s” dan kirim buktinya", title=title), _("Kirim bukti")


def verification_task(inbox: Inbox) -> Task | None:
    """The direct reports' answers that wait for this supervisor."""
    waiting = inbox.people.items
    if not waiting or inbox.cycle is None or inbox.cycle.status is not CycleStatus.OPEN:
        return None
    first, count = waiting[0], inbox.counts[""]
    dues = [item.verify_due_on for item in waiting if item.verify_due_on]
    alone = count == 1
    return Task(
        title=_("Verifikasi penilaian mandiri %(name)s", name=first.employee.name)
        if alone
        else _("Verifikasi penilaian mandiri %(count)s bawahan", count=count),
        meta=_(
            "Paling lama menunggu: %(name)s, sejak %(day)s",
            name=first.employee.name,
            day=day(first.submitted_at or first.since),
        ),
        action=_("Mulai verifikasi"),
        endpoint="competency.show_verification" if alone else "competency.inbox",
        values={"assessment_id": first.id} if alone else {},
        icon="clipboard-check",
        due=min(dues, default=None),
    )


def confirmation_task(count: int, jp: int) -> Task | None:
    """Finished activities that wait for this trainer."""
    if not count:
        return None
    return Task(
        title=_("Konfirmasi %(count)s kegiatan yang selesai", count=count),
        meta=_("%(jp)s JP baru dihitung setelah Anda mengonfirmasi", jp=jp),
        action=_("Periksa bukti"),
        endpoint="development.confirmations",
        icon="clipboard-check",
    )


def assignment_task(people: int) -> Task | None:
    """People with a verified gap that nothing in a plan answers."""
    if not people:
        return None
    return Task(
        title=_("Tugaskan pengembangan untuk %(count)s orang", count=people),
        meta=_("Mempunyai selisih kompetensi yang belum dijawab rencana tahun ini"),
        action=_("Pilih kebutuhan"),
        endpoint="development.assign",
        icon="school",
    )


def cycle_task() -> Task:
    """Nobody can be assessed while no cycle is open."""
    return Task(
        title=_("Buka siklus penilaian kompetensi"),
        meta=_("Belum ada siklus yang berjalan, jadi belum ada yang dapat menilai diri"),
        action=_("Atur siklus"),
        endpoint="competency.cycles",
        icon="calendar",
    )


def waiting_notices(
    own: Assessment | None, items: Iterable[PlanItem], *, on: date
) -> Iterator[Notice]:
    """What of the visitor's own lies with somebody else, and since when."""
    if own is not None and own.status in WAITING_FOR_VERIFIER:
        since, due = day(own.submitted_at or own.since), own.verify_due_on
        if own.verifier is None:
            meta = _("Belum ada atasan langsung. Minta admin unit mengisinya.")
        else:
            name = own.verifier.full_name
            meta = _("Di %(name)s (atasan) sejak %(since)s", name=name, since=since)
            if due:
                meta = f"{meta} · {_('batas %(due)s', due=day(due))}"
        due_again = own.verifier and reminders.may_remind(own.submitted_at or own.since, on=on)
        key = reminders.ASSESSMENT if due_again else ""
        yield Notice(_("Verifikasi penilaian mandiri"), meta, "competency.overview", remind=key)
    for item in items:
        if item.status.waits_for is Party.TRAINER:
            yield Notice(
                _("Konfirmasi “%(title)s”", title=item.training.title),
                _("Di pelatih sejak %(since)s", since=day(item.since)),
                "development.show_item",
                {"item_id": item.id},
                reminders.item_key(item) if reminders.may_remind(item.since, on=on) else "",
            )


def done_notices(own: Assessment | None, items: Iterable[PlanItem]) -> Iterator[Notice]:
    """What of the visitor's own is finished, the latest first."""
    if own is not None and own.status is AssessmentStatus.ACKNOWLEDGED:
        read = day(own.acknowledged_at or own.since)
        meta = _("Hasilnya Anda baca %(day)s", day=read)
        yield Notice(own.cycle.name, meta, "competency.own_result")
    confirmed = [item for item in items if item.status is PlanItemStatus.CONFIRMED]
    for item in sorted(confirmed, key=lambda item: item.since, reverse=True):
        meta = _("%(jp)s JP, dikonfirmasi %(day)s", jp=item.jp, day=day(item.since))
        yield Notice(item.training.title, meta, "development.show_item", {"item_id": item.id})
