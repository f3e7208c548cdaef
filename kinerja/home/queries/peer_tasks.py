"""What peers' part in an assessment asks of people: to propose, decide, rate, look through."""

from collections.abc import Iterator
from datetime import date, datetime, time

from flask_babel import gettext as _
from flask_babel import ngettext

from kinerja import clock
from kinerja.competency import queries as competency
from kinerja.competency.models import Assessment
from kinerja.competency.queries import Inbox
from kinerja.competency.rules.peers import PanelStatus
from kinerja.home.queries.desk import MOST_ROWS, Group, Row
from kinerja.home.queries.tasks import Task, day
from kinerja.permissions import Permission, Viewer, may


def own_tasks(own: Assessment | None, *, to: Viewer, on: date) -> Iterator[Task]:
    """To propose who rates oneself, and to rate others. One query, or two."""
    due = own.cycle.peers_due_on if own and own.cycle.with_peers else None
    if own and due and due >= on and own.employee.is_active and _is_unproposed(own):
        yield Task(
            title=_("Usulkan rekan yang menilai Anda"),
            meta=_("Atasan Anda yang menetapkan"),
            action=_("Pilih rekan"),
            endpoint="competency.choose_peers",
            icon="users",
            due=due,
        )
    waiting = competency.to_rate(to.employee_id)
    if waiting.people:
        yield Task(
            title=ngettext(
                "Beri penilaian untuk %(num)s rekan",
                "Beri penilaian untuk %(num)s rekan",
                waiting.people,
            ),
            meta=_("Sekitar %(minutes)s menit, anonim", minutes=waiting.minutes),
            action=_("Mulai menilai"),
            endpoint="competency.peers_to_rate",
            icon="users",
            due=waiting.due,
        )


def _is_unproposed(own: Assessment) -> bool:
    found = competency.group(own.id)
    return found is None or found.status is PanelStatus.CHOOSING


def tasks_of_roles(team: Inbox | None, *, to: Viewer) -> Iterator[Task]:
    """To decide who rates the people whom one verifies; to look through comments."""
    cycle = team.cycle if team else None
    undecided = competency.undecided_panels(to=to) if cycle and cycle.with_peers else 0
    if cycle and undecided:
        yield Task(
            title=ngettext(
                "Tetapkan rekan penilai untuk %(num)s orang",
                "Tetapkan rekan penilai untuk %(num)s orang",
                undecided,
            ),
            meta=_("Setujui usulannya, ubah, atau undi"),
            action=_("Tetapkan rekan"),
            endpoint="competency.peer_choices",
            icon="user-check",
            due=cycle.peers_due_on,
        )
    comments = competency.comment_counts(to=to)[""] if may(to, Permission.MODERATE_PEERS) else 0
    if comments:
        yield Task(
            title=ngettext(
                "Periksa %(num)s komentar rekan", "Periksa %(num)s komentar rekan", comments
            ),
            meta=_("Baru tampil bagi yang dinilai sesudah Anda izinkan"),
            action=_("Periksa komentar"),
            endpoint="competency.peer_comments",
            icon="eye",
        )


def peer_groups(to: Viewer) -> Iterator[Group]:
    """The same as rows of the inbox: whom to rate, and whose raters to decide on."""
    cycle = competency.open_cycle()
    if cycle is None or not cycle.with_peers:
        return
    if may(to, Permission.VERIFY):
        yield _choices(to, cycle.peers_due_on)
    yield _ratings(to, cycle.peers_due_on)


def _choices(to: Viewer, due: date | None) -> Group:
    found = competency.choices_page("", to=to, page=1)
    proposed = [
        Row(
            title=row.assessment.employee.full_name,
            meta=_("%(job)s · diusulkan %(day)s", job=row.assessment.job_title, day=day(since)),
            gist=_("Setujui usulannya, ubah, atau undi."),
            since=_morning(since),
            due=due,
            action=_("Tetapkan rekan"),
            endpoint="competency.approve_peers",
            values={"assessment_id": row.assessment.id},
        )
        for row in found.items
        if row.panel and row.panel.status is PanelStatus.PROPOSED and (since := row.panel.since)
    ]
    return Group(
        key="rekan-penilai",
        title=_("Rekan penilai yang diusulkan"),
        total=len(proposed),
        rows=proposed[:MOST_ROWS],
        endpoint="competency.peer_choices",
    )


def _ratings(to: Viewer, due: date | None) -> Group:
    waiting = [one for one in competency.rated_people(to.employee_id) if one.is_waiting]
    rows = [
        Row(
            title=one.panel.assessment.employee.full_name,
            meta=one.panel.assessment.job_title,
            gist=_("Sekitar 3 menit, anonim."),
            since=_morning(one.panel.since),
            due=due,
            action=_("Mulai menilai"),
            endpoint="competency.rate_peer",
            values={"assessment_id": one.assessment_id},
        )
        for one in waiting[:MOST_ROWS]
    ]
    return Group(
        key="menilai-rekan",
        title=_("Rekan yang menunggu penilaian Anda"),
        total=len(waiting),
        rows=rows,
        endpoint="competency.peers_to_rate",
    )


def _morning(on: date) -> datetime:
    """The day as a moment, for the age of a row."""
    return datetime.combine(on, time(), tzinfo=clock.zone())
