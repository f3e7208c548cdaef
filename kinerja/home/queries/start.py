"""The whole start page for one visitor, by what the visitor may do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kinerja.competency import queries as competency
from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.queries import Inbox, Progress, UnitProgress
from kinerja.competency.rules import SENT
from kinerja.development import queries as development
from kinerja.development.rules import JpStanding
from kinerja.home.queries import peer_tasks, tasks
from kinerja.home.queries.corrections import correction_notices, correction_task
from kinerja.home.queries.tasks import Notice, Task
from kinerja.people import queries as people
from kinerja.people.models import Employee
from kinerja.permissions import Permission, Viewer, may
from kinerja.rulebook.queries import rule
from kinerja.satisfaction import queries as satisfaction
from kinerja.satisfaction.queries import Ranked

MOST_TASKS = 5
MOST_DONE = 3
MOST_BEHIND = 3


@dataclass(frozen=True)
class CycleProgress:
    """How far the visitor's units are in a cycle."""

    cycle: Cycle
    progress: Progress

    @property
    def sent(self) -> int:
        """How many people have sent their answers."""
        return sum(self.progress.total.counts.get(status, 0) for status in SENT)

    @property
    def behind(self) -> list[tuple[UnitProgress, int]]:
        """The units where most people have not sent anything yet, with how many."""
        missing = [
            (unit, unit.people - sum(unit.counts.get(status, 0) for status in SENT))
            for unit in self.progress.units
        ]
        late = [(unit, people) for unit, people in missing if people]
        return sorted(late, key=lambda row: -row[1])[:MOST_BEHIND]


@dataclass(frozen=True)
class Start:
    """What the start page says."""

    tasks: list[Task]
    task_count: int
    waiting: list[Notice]
    done: list[Notice]
    me: Employee
    jp: JpStanding
    assessment: Assessment | None
    team: Inbox | None
    progress: CycleProgress | None
    voices: list[Ranked]


def start(*, to: Viewer, on: date) -> Start:
    """Everything for the visitor's roles; the number of queries depends on the roles alone."""
    own, me = competency.own_assessment(to.employee_id), people.employee(to.employee_id)
    plan = development.plan(to.employee_id, year=on.year)
    team = competency.inbox("", to=to, page=1) if may(to, Permission.VERIFY) else None
    found = by_due(
        [
            *_own_tasks(own, to=to, on=on),
            *_tasks_of_roles(team, to=to, on=on),
        ]
    )
    return Start(
        tasks=found[:MOST_TASKS],
        task_count=len(found),
        waiting=[
            *tasks.waiting_notices(own, plan, on=on),
            *correction_notices(to=to, on=on),
        ],
        done=list(tasks.done_notices(own, plan))[:MOST_DONE],
        me=me,
        jp=development.jp_standing(me, year=on.year),
        assessment=own,
        team=team,
        progress=_progress(to=to, on=on) if may(to, Permission.VIEW_PROGRESS) else None,
        voices=_voices(to=to, on=on) if may(to, Permission.VIEW_PROGRESS) else [],
    )


def by_due(found: list[Task]) -> list[Task]:
    """The soonest deadline first, what has none last."""
    return sorted(found, key=lambda task: task.due or date.max)


def _own_tasks(own: Assessment | None, *, to: Viewer, on: date) -> Iterator[Task]:
    task = tasks.assessment_task(own) if own else None
    if task:
        yield task
    until = on + timedelta(days=rule("competency.expiring_days", on=on))
    ends = competency.expiring(to.employee_id, on=on, until=until)
    yield from tasks.level_tasks(*ends, own)
    yield from peer_tasks.own_tasks(own, to=to, on=on)
    yield from tasks.item_tasks(development.items_to_do(to.employee_id), on=on)


def _tasks_of_roles(team: Inbox | None, *, to: Viewer, on: date) -> Iterator[Task]:
    found = [tasks.verification_task(team)] if team else []
    found += peer_tasks.tasks_of_roles(team, to=to)
    if may(to, Permission.CONFIRM):
        found.append(tasks.confirmation_task(*development.confirmable(to=to)))
    if may(to, Permission.ASSIGN):
        units = to.units(Permission.ASSIGN)
        without = development.people_without_plan(units, year=on.year)
        found.append(tasks.assignment_task(without))
    if may(to, Permission.RUN_CYCLES) and competency.open_cycle() is None:
        found.append(tasks.cycle_task())
    found.append(correction_task(to=to, on=on))
    yield from (task for task in found if task)


def _progress(*, to: Viewer, on: date) -> CycleProgress | None:
    cycle = competency.shown_cycle()
    if cycle is None:
        return None
    progress = competency.progress(
        cycle,
        to.units(Permission.VIEW_PROGRESS),
        floor=rule("privacy.staff_floor", on=on),
        unit_floor=rule("privacy.staff_unit_floor", on=on),
    )
    return CycleProgress(cycle, progress)


def _voices(*, to: Viewer, on: date) -> list[Ranked]:
    """The strongest and the weakest of the visitor's units by IKM; the weakest last."""
    units = to.units(Permission.VIEW_PROGRESS)
    ranked = [row for row in satisfaction.ranked_units(on=on) if row.unit.id in units]
    return [ranked[0], ranked[-1]] if len(ranked) > 1 else ranked
