"""Everything that waits for the visitor, by kind, and whom the visitor waits for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from kinerja import clock
from kinerja.competency import queries as competency
from kinerja.competency.models import Assessment
from kinerja.competency.queries import Gist
from kinerja.competency.rules import CycleStatus
from kinerja.database import paged
from kinerja.development import queries as development
from kinerja.development.models import PlanItem
from kinerja.errors import MissingError
from kinerja.home.queries.desk import MOST_ROWS, Group, Row
from kinerja.home.queries.peer_tasks import peer_groups
from kinerja.home.queries.tasks import day
from kinerja.people import queries as people
from kinerja.people.models import Correction, FactorReset
from kinerja.people.queries.factors import waiting_resets
from kinerja.people.services.factor_resets import living_since
from kinerja.permissions import Permission, Viewer, may


@dataclass(frozen=True)
class Desk:
    """One part of the inbox: its groups with anything in them."""

    part: str
    groups: list[Group]

    @property
    def total(self) -> int:
        """How many things there are in this part."""
        return sum(group.total for group in self.groups)

    @property
    def gists(self) -> int:
        """Of how many people's assessments the gist is told."""
        rows = (row for group in self.groups if group.key == "penilaian" for row in group.rows)
        return sum(bool(row.gist) for row in rows)


def desk(part: str, *, to: Viewer) -> Desk:
    """One part of the visitor's inbox; an unknown part is what waits for the visitor."""
    part = part if part in PARTS else ""
    return Desk(part, [group for group in PARTS[part](to) if group.total])


def unsent(people_ids: list[int], *, to: Viewer) -> dict[int, Row]:
    """Those of the people who report to the viewer and have not sent their answers.

    :raises MissingError: none of them does.
    """
    rows = [row for group in desk("bawahan", to=to).groups for row in group.rows]
    found = {row.person_id: row for row in rows if row.person_id in people_ids}
    if not found:
        raise MissingError()
    return {person_id: row for person_id, row in found.items() if person_id}


def _mine(to: Viewer) -> Iterator[Group]:
    if may(to, Permission.VERIFY):
        yield _assessments("", _("Verifikasi penilaian"), to, _verification)
    yield from peer_groups(to)
    if may(to, Permission.CONFIRM):
        yield _confirmations(to)
    if may(to, Permission.HANDLE_CORRECTIONS):
        yield _corrections(to)
    if may(to, Permission.MANAGE_ACCOUNTS):
        yield _factor_resets(to)


def _reports(to: Viewer) -> Iterator[Group]:
    if may(to, Permission.VERIFY):
        title = _("Belum mengirim penilaian mandiri")
        yield _assessments("bawahan", title, to, _unsent)


def _decided(to: Viewer) -> Iterator[Group]:
    if may(to, Permission.VERIFY):
        yield _assessments("selesai", _("Penilaian yang sudah diverifikasi"), to, _verified)


PARTS: dict[str, Callable[[Viewer], Iterator[Group]]] = {
    "": _mine,
    "bawahan": _reports,
    "selesai": _decided,
}


def _assessments(
    part: str, title: str, to: Viewer, row: Callable[[Assessment, Gist], Row]
) -> Group:
    found = competency.inbox(part, to=to, page=1)
    is_open = found.cycle is not None and found.cycle.status is CycleStatus.OPEN
    waits = is_open or part == "selesai"  # what a closed cycle left unfinished waits for nobody
    shown = found.people.items[:MOST_ROWS] if waits else []
    gists = competency.gists(shown)
    return Group(
        key="penilaian",
        title=title,
        total=found.counts[part] if waits else 0,
        rows=[row(assessment, gists[assessment.id]) for assessment in shown],
        endpoint="competency.inbox",
        values={"bagian": part or None},
    )


def _verification(found: Assessment, gist: Gist) -> Row:
    since = found.submitted_at or found.since
    return Row(
        title=found.employee.full_name,
        meta=_("%(job)s · terkirim %(day)s", job=found.job_title, day=day(since)),
        gist=_words(gist),
        since=since,
        due=found.verify_due_on,
        action=_("Mulai verifikasi"),
        endpoint="competency.show_verification",
        values={"assessment_id": found.id},
    )


def _words(gist: Gist) -> str:
    """What the answers come to, in a sentence or two."""
    if not gist.matching + gist.below:
        words = str(_("Belum ada standar untuk jabatan ini."))
    else:
        words = str(
            _(
                "%(matching)s sesuai standar, %(below)s di bawah.",
                matching=gist.matching,
                below=gist.below,
            )
        )
    if gist.widest:
        name = competency.in_language(gist.widest, "name")
        words += " " + str(_("Selisih terbesar: %(name)s.", name=name))
    return words + " " + str(_("Bukti: %(count)s.", count=gist.evidence))


def _unsent(found: Assessment, _gist: Gist) -> Row:
    return Row(
        title=found.employee.full_name,
        meta=f"{found.job_title} · {found.status.label}",
        since=found.since,
        due=found.cycle.self_due_on,
        action="",
        endpoint="",
        person_id=found.employee_id,
    )


def _verified(found: Assessment, gist: Gist) -> Row:
    since = found.verified_at or found.since
    return Row(
        title=found.employee.full_name,
        meta=_("%(status)s · diverifikasi %(day)s", status=found.status.label, day=day(since)),
        gist=_words(gist),
        since=since,
        action=_("Lihat hasil"),
        endpoint="competency.result",
        values={"assessment_id": found.id},
    )


def _confirmations(to: Viewer) -> Group:
    found = paged(development.items_to_confirm(to=to), size=MOST_ROWS)
    return Group(
        key="konfirmasi",
        title=_("Konfirmasi kegiatan pengembangan"),
        total=found.total,
        rows=[_confirmation(item) for item in found.items],
        endpoint="development.confirmations",
    )


def _confirmation(item: PlanItem) -> Row:
    return Row(
        title=f"{item.employee.full_name}: {item.training.title}",
        meta=_("%(jp)s JP · %(provider)s", jp=item.jp, provider=item.training.provider),
        gist=_("Selesai %(day)s. JP dihitung setelah Anda mengonfirmasi.", day=day(item.since)),
        evidence=item.evidence_url or "",
        since=item.since,
        action=_("Periksa kegiatan"),
        endpoint="development.show_item",
        values={"item_id": item.id},
    )


def _corrections(to: Viewer) -> Group:
    found = people.to_decide(to=to, on=clock.today())
    return Group(
        key="perbaikan",
        title=_("Permintaan perbaikan data"),
        total=len(found),
        rows=[_correction(asked) for asked in found[:MOST_ROWS]],
        endpoint="people.list_corrections",
    )


def _correction(asked: Correction) -> Row:
    return Row(
        title=f"{asked.employee.full_name}: {asked.topic.label}",
        meta=_("Diminta %(day)s", day=day(asked.asked_at)),
        gist=asked.note or str(_("Tanpa catatan.")),
        since=asked.asked_at,
        due=asked.due_on,
        action=_("Buka permintaan"),
        endpoint="people.handle_correction",
        values={"correction_id": asked.id},
    )


def _factor_resets(to: Viewer) -> Group:
    """Lost second factors that wait for another admin than the one who asked."""
    waiting = waiting_resets(to=to, since=living_since())
    theirs = [
        asked
        for asked in waiting
        if to.employee_id not in (asked.requested_by_id, asked.subject_id)
    ]
    return Group(
        key="dua-langkah",
        title=_("Langkah kedua yang hilang"),
        total=len(theirs),
        rows=[_factor_reset(asked) for asked in theirs[:MOST_ROWS]],
        endpoint="people.list_factor_resets",
    )


def _factor_reset(asked: FactorReset) -> Row:
    return Row(
        title=asked.subject.full_name,
        meta=_("Diminta %(name)s", name=asked.requested_by.full_name),
        gist=asked.reason,
        since=asked.requested_at,
        action=_("Putuskan"),
        endpoint="people.list_factor_resets",
    )
