"""Competency records that are only added to, and the present levels drawn from them.

What has been sent and verified so far becomes records; the mark on the assessment goes.

Revision ID: 20261122_18
Revises: 20261122_17
"""

import os
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "20261122_18"
down_revision = "20261122_17"
branch_labels = None
depends_on = None

OURS = "Kebijakan aplikasi: usulan, instansi menetapkannya"
RANKS = {"assessor": 1, "supervisor": 2, "peer": 3, "training": 4, "prior": 5, "self": 6}
MONTHS = {"supervisor": 24, "peer": 12, "training": 36, "prior": 36}
SELF_MONTHS = 12
# Key, value, how sure, legal basis.
RULES = (
    ("competency.record_priority", RANKS, "proposal", f"{OURS}; PermenPANRB 38/2017 (asesor)"),
    ("competency.record_validity_months", MONTHS, "uncertain", f"{OURS}; pedoman tidak tegas"),
    ("competency.expiring_days", 60, "proposal", OURS),
)
SENT = ("self_submitted", "under_verification", "verified", "acknowledged")
FINISHED = ("verified", "acknowledged")
BATCH = 5000


def table(name: str, **kinds: Any) -> sa.TableClause:
    """Of an older table the columns that are used here."""
    return sa.table(name, *(sa.column(column, kind) for column, kind in kinds.items()))


rulebook_rule = table(
    "rulebook_rule",
    key=sa.String,
    value=sa.JSON,
    valid_from=sa.Date,
    confidence=sa.String,
    legal_basis=sa.String,
)
assessment = table(
    "competency_assessment",
    **dict.fromkeys(("id", "employee_id", "verifier_id"), sa.Integer),
    **dict.fromkeys(("submitted_at", "verified_at"), sa.DateTime),
    status=sa.String,
    is_current=sa.Boolean,
)
levels = ("assessment_id", "competency_id", "self_level", "verified_level")
answer = table("competency_answer", **dict.fromkeys(levels, sa.Integer), reason=sa.Text)
# What never changes; texts that may only be emptied; what is set once, by voiding.
FIXED = (
    *("id", "employee_id", "competency_id", "kind", "level", '"on"', "valid_until", "author_id"),
    *("assessment_id", "created_at"),
)
TEXTS = ("author_name", "evidence", "note")
VOIDING = ("voided_at", "voided_by_id")


def changed(differs: str) -> str:
    """The condition under which an update is refused."""
    fixed = [f"NEW.{name} {differs} OLD.{name}" for name in FIXED]
    texts = [f"(NEW.{name} {differs} OLD.{name} AND NEW.{name} <> '')" for name in TEXTS]
    voided = [f"NEW.{name} {differs} OLD.{name}" for name in VOIDING]
    voided.append(f"(NEW.void_reason {differs} OLD.void_reason AND NEW.void_reason <> '')")
    again = f"(OLD.voided_at IS NOT NULL AND ({' OR '.join(voided)}))"
    unsaid = f"(OLD.voided_at IS NULL AND NEW.voided_at IS NULL AND ({' OR '.join(voided)}))"
    return " OR ".join([*fixed, *texts, again, unsaid])


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    """Make both tables, fill them, and let the database keep the records."""
    columns = ("key", "value", "confidence", "legal_basis", "valid_from")
    rows = [(*row, date(2017, 1, 1)) for row in RULES]
    op.bulk_insert(rulebook_rule, [dict(zip(columns, row, strict=True)) for row in rows])
    record = create_record()
    present = create_present()
    for batch in batches(converted()):
        op.bulk_insert(record, batch)
    fill(present, record)
    refuse_changes()
    op.drop_index(op.f("ix_competency_assessment_employee_id"), "competency_assessment")
    with op.batch_alter_table("competency_assessment") as table:
        table.drop_column("is_current")
    op.create_index(
        op.f("ix_competency_assessment_employee_id"),
        "competency_assessment",
        ["employee_id", "status"],
    )


def refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    """A reference to another table's row."""
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def create_record() -> sa.Table:
    """The records."""
    table = "competency_record"
    made = op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(200), nullable=False),
        sa.Column("evidence", sa.String(2000), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("voided_at", sa.DateTime(), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f(f"ck_{table}_level_known")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        refers(table, "employee_id", "people_employee"),
        refers(table, "competency_id", "competency_competency"),
        refers(table, "author_id", "people_employee"),
        refers(table, "assessment_id", "competency_assessment"),
        refers(table, "voided_by_id", "people_employee"),
    )
    several = (["employee_id", "competency_id"], ["assessment_id", "kind"])
    for columns in (*several, ["valid_until"], ["competency_id"]):
        op.create_index(op.f(f"ix_{table}_{columns[0]}"), table, columns)
    return made


def create_present() -> sa.Table:
    """The summary."""
    table = "competency_present"
    made = op.create_table(
        table,
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("employee_id", "competency_id", name=op.f(f"pk_{table}")),
        refers(table, "employee_id", "people_employee"),
        refers(table, "competency_id", "competency_competency"),
        refers(table, "record_id", "competency_record"),
    )
    for columns in (["competency_id", "level"], ["valid_until"], ["record_id"]):
        op.create_index(op.f(f"ix_{table}_{columns[0]}"), table, columns)
    return made


def zone() -> ZoneInfo:
    """Where the agency works."""
    return ZoneInfo(os.environ.get("TIMEZONE") or "Asia/Jakarta")


def converted() -> Iterator[dict[str, Any]]:
    """What was sent and verified, as records."""
    rows = op.get_bind().execute(
        sa.select(assessment, answer)
        .join(answer, answer.c.assessment_id == assessment.c.id)
        .where(assessment.c.status.in_(SENT))
        .order_by(assessment.c.id)
    )
    for row in rows.all():
        yield from drawn(row, "self", row.self_level, row.submitted_at, row.employee_id, "")
        if row.status in FINISHED:
            verified = (row.verified_level, row.verified_at, row.verifier_id, row.reason)
            yield from drawn(row, "supervisor", *verified)


def drawn(
    row: Any, kind: str, level: int | None, at: datetime | None, author: int | None, note: str
) -> Iterator[dict[str, Any]]:
    """The record that an answer gives, if it does."""
    if level is None or at is None:
        return
    on = at.replace(tzinfo=UTC).astimezone(zone()).date()
    yield {
        "employee_id": row.employee_id,
        "competency_id": row.competency_id,
        "kind": kind,
        "level": level,
        "on": on,
        "valid_until": last_day(on, MONTHS.get(kind, SELF_MONTHS)),
        "author_id": author,
        "author_name": "",
        "evidence": "",
        "note": note,
        "assessment_id": row.id,
        "created_at": datetime.now(UTC).replace(tzinfo=None),
        "void_reason": "",
    }


def last_day(on: date, months: int) -> date:
    """The last of so many months from the day on."""
    year, month = divmod(on.month - 1 + months, 12)
    year, month = on.year + year, month + 1
    return date(year, month, min(on.day, monthrange(year, month)[1])) - timedelta(days=1)


def batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """So many rows at a time."""
    while batch := list(islice(rows, BATCH)):
        yield batch


def fill(present: sa.Table, record: sa.Table) -> None:
    """The latest record that holds today, a supervisor's before one's own."""
    today = datetime.now(zone()).date()
    place = sa.func.row_number().over(
        partition_by=(record.c.employee_id, record.c.competency_id),
        order_by=(
            sa.case((record.c.kind == "supervisor", 0), else_=1),
            record.c.on.desc(),
            record.c.id.desc(),
        ),
    )
    names = ["employee_id", "competency_id", "level", "kind", "record_id", "on", "valid_until"]
    columns = [record.c["id" if name == "record_id" else name].label(name) for name in names]
    held = sa.or_(record.c.valid_until.is_(None), record.c.valid_until >= today)
    ranked = sa.select(*columns, place.label("place")).where(held).subquery()
    first = sa.select(*(ranked.c[name] for name in names)).where(ranked.c.place == 1)
    op.execute(present.insert().from_select(names, first))


def refuse_changes() -> None:
    """The database itself keeps the records."""
    table = "competency_record"
    if is_sqlite():
        for verb, when in (("update", f"WHEN {changed('IS NOT')}"), ("delete", "")):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} {when} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    for name, event in (
        (
            "no_update",
            f"BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed('IS DISTINCT FROM')})",
        ),
        ("no_delete", f"BEFORE DELETE ON {table} FOR EACH ROW"),
        ("no_truncate", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"),
    ):
        op.execute(f"CREATE TRIGGER {table}_{name} {event} EXECUTE FUNCTION {table}_refuse()")


def downgrade() -> None:
    """Drop both; the assessment verified last is marked again."""
    op.drop_table("competency_present")
    op.drop_table("competency_record")
    if not is_sqlite():
        op.execute("DROP FUNCTION competency_record_refuse()")
    op.drop_index(op.f("ix_competency_assessment_employee_id"), "competency_assessment")
    with op.batch_alter_table("competency_assessment") as table:
        table.add_column(
            sa.Column("is_current", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("competency_assessment") as table:
        table.alter_column("is_current", existing_type=sa.Boolean(), server_default=None)
    op.create_index(
        op.f("ix_competency_assessment_employee_id"),
        "competency_assessment",
        ["employee_id", "is_current"],
    )
    later = assessment.alias()
    newer = sa.exists().where(
        later.c.employee_id == assessment.c.employee_id,
        later.c.status.in_(FINISHED),
        later.c.verified_at > assessment.c.verified_at,
    )
    mark = assessment.update().where(assessment.c.status.in_(FINISHED), ~newer)
    op.execute(mark.values(is_current=True))
    keys = [key for key, *_rest in RULES]
    op.execute(rulebook_rule.delete().where(rulebook_rule.c.key.in_(keys)))
