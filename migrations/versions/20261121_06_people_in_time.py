"""People in time: unit versions, postings, reporting lines, acting leaders, standings.

What is known of rows from before begins on the day of the migration.

Revision ID: 20261121_06
Revises: 20261121_05
"""

from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "20261121_06"
down_revision = "20261121_05"
branch_labels = None
depends_on = None

HISTORIES = (
    "people_standing_period",
    "people_acting_leader",
    "people_reporting_line",
    "people_posting",
    "people_unit_version",
)

position = sa.table(
    "people_position", sa.column("leads_unit", sa.Boolean), sa.column("job_level", sa.String)
)
unit = sa.table(
    "people_unit",
    sa.column("id", sa.Integer),
    sa.column("name", sa.String),
    sa.column("parent_id", sa.Integer),
    sa.column("is_active", sa.Boolean),
)
employee = sa.table(
    "people_employee",
    sa.column("id", sa.Integer),
    sa.column("unit_id", sa.Integer),
    sa.column("position_id", sa.Integer),
    sa.column("supervisor_id", sa.Integer),
    sa.column("is_active", sa.Boolean),
    sa.column("standing", sa.String),
)
rulebook_rule = sa.table(
    "rulebook_rule",
    sa.column("key", sa.String),
    sa.column("value", sa.JSON),
    sa.column("valid_from", sa.Date),
    sa.column("legal_basis", sa.String),
)
UNDO_MINUTES = "inbox.undo_minutes"
LEADING = ("jpt_utama", "jpt_madya", "jpt_pratama")


def upgrade() -> None:
    """Make the histories, and begin them with what holds today."""
    op.bulk_insert(
        rulebook_rule,
        [
            {
                "key": UNDO_MINUTES,
                "value": 10,
                "valid_from": date(2000, 1, 1),
                "legal_basis": "Kebijakan aplikasi: salah tekan boleh diurungkan",
            }
        ],
    )
    widen_organisation()
    create_unit_version()
    create_posting()
    create_reporting_line()
    create_acting_leader()
    create_standing_period()
    widen_people()
    # A service ends with its unit; what was said of it stays.
    add_filled("satisfaction_service", "is_active", sa.Boolean(), sa.true())
    begin_histories()
    with op.batch_alter_table("people_employee") as table:
        table.drop_column("is_active")


def widen_organisation() -> None:
    """Closed units may share a name with an open one; positions get a code and may head units."""
    with op.batch_alter_table("people_unit") as table:
        table.drop_constraint("uq_people_unit_name", type_="unique")
        table.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            "fk_people_unit_merged_into_id_people_unit", "people_unit", ["merged_into_id"], ["id"]
        )
    op.create_index(
        "uq_people_unit_open_name",
        "people_unit",
        ["name"],
        unique=True,
        sqlite_where=sa.text("is_active"),
        postgresql_where=sa.text("is_active"),
    )
    with op.batch_alter_table("people_position") as table:
        table.add_column(sa.Column("code", sa.String(40), nullable=True))
        table.create_unique_constraint("uq_people_position_code", ["code"])
    add_filled("people_position", "leads_unit", sa.Boolean(), sa.false())
    add_filled("people_position", "is_active", sa.Boolean(), sa.true())
    op.execute(position.update().where(position.c.job_level.in_(LEADING)).values(leads_unit=True))


def widen_people() -> None:
    """Grade, contact and standing of employees; who granted a role and why; how to be greeted."""
    with op.batch_alter_table("people_employee") as table:
        table.add_column(sa.Column("grade", sa.String(5), nullable=True))
        table.add_column(sa.Column("email", sa.String(254), nullable=True))
        table.add_column(sa.Column("phone", sa.String(20), nullable=True))
    add_filled("people_employee", "standing", sa.String(32), "active")
    with op.batch_alter_table("people_role_grant") as table:
        table.add_column(sa.Column("granted_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("reason", sa.String(200), nullable=True))
        table.create_foreign_key(
            "fk_people_role_grant_granted_by_id_people_employee",
            "people_employee",
            ["granted_by_id"],
            ["id"],
        )
    with op.batch_alter_table("people_account") as table:
        table.add_column(sa.Column("salutation", sa.String(20), nullable=True))


def add_filled(table_name: str, column: str, kind: sa.types.TypeEngine, value: object) -> None:
    """A column that must not be empty; the rows there are get the value."""
    with op.batch_alter_table(table_name) as table:
        table.add_column(sa.Column(column, kind, nullable=False, server_default=value))
    with op.batch_alter_table(table_name) as table:
        table.alter_column(column, server_default=None)


def dated(table: str) -> list[sa.schema.SchemaItem]:
    """A number; from a day to a day, in order; until when the entry before would have held."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("cut_until", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f(f"ck_{table}_dates_in_order")),
    ]


def ref(table: str, column: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    """A reference to a row's number."""
    key = sa.ForeignKey(f"{target}.id", name=f"fk_{table}_{column}_{target}")
    return sa.Column(column, sa.Integer(), key, nullable=nullable)


def create_unit_version() -> None:
    """Names and places of units."""
    table = "people_unit_version"
    op.create_table(
        table,
        ref(table, "unit_id", "people_unit"),
        sa.Column("name", sa.String(200), nullable=False),
        ref(table, "parent_id", "people_unit", nullable=True),
        *dated(table),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.Column("end_reason", sa.String(200), nullable=True),
        sa.UniqueConstraint("unit_id", "valid_from", name=op.f(f"uq_{table}_unit_id")),
    )


def create_posting() -> None:
    """Places of employees."""
    table = "people_posting"
    op.create_table(
        table,
        ref(table, "employee_id", "people_employee"),
        ref(table, "unit_id", "people_unit"),
        ref(table, "position_id", "people_position"),
        *dated(table),
        sa.Column("decree", sa.String(200), nullable=True),
        sa.UniqueConstraint("employee_id", "valid_from", name=op.f(f"uq_{table}_employee_id")),
    )
    op.create_index(op.f(f"ix_{table}_unit_id"), table, ["unit_id", "valid_from"])


def create_reporting_line() -> None:
    """Superiors that were set."""
    table = "people_reporting_line"
    op.create_table(
        table,
        ref(table, "employee_id", "people_employee"),
        sa.Column("kind", sa.String(32), nullable=False),
        ref(table, "superior_id", "people_employee"),
        *dated(table),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.CheckConstraint("superior_id <> employee_id", name=op.f(f"ck_{table}_not_own_superior")),
        sa.UniqueConstraint(
            "employee_id", "kind", "valid_from", name=op.f(f"uq_{table}_employee_id")
        ),
    )
    op.create_index(op.f(f"ix_{table}_superior_id"), table, ["superior_id"])


def create_acting_leader() -> None:
    """Plt. and Plh."""
    table = "people_acting_leader"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        ref(table, "employee_id", "people_employee"),
        ref(table, "unit_id", "people_unit", nullable=True),
        ref(table, "absent_id", "people_employee", nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("decree", sa.String(200), nullable=True),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f(f"ck_{table}_dates_in_order")),
        sa.CheckConstraint(
            "(kind = 'plt' AND unit_id IS NOT NULL AND absent_id IS NULL)"
            " OR (kind = 'plh' AND unit_id IS NULL AND absent_id IS NOT NULL)",
            name=op.f(f"ck_{table}_unit_or_person"),
        ),
        sa.CheckConstraint("absent_id <> employee_id", name=op.f(f"ck_{table}_not_own_stand_in")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in ("employee_id", "unit_id", "absent_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def create_standing_period() -> None:
    """Times in which somebody is not counted."""
    table = "people_standing_period"
    op.create_table(
        table,
        ref(table, "employee_id", "people_employee"),
        sa.Column("standing", sa.String(32), nullable=False),
        *dated(table),
        sa.Column("decree", sa.String(200), nullable=True),
        sa.UniqueConstraint("employee_id", "valid_from", name=op.f(f"uq_{table}_employee_id")),
    )


def begin_histories() -> None:
    """One open row of each history for what the old columns say."""
    day = datetime.now(UTC).date()
    today, yesterday = sa.literal(day, sa.Date), sa.literal(day - timedelta(days=1), sa.Date)
    opened = sa.case((unit.c.is_active, today), else_=yesterday)
    closed = sa.case((unit.c.is_active, sa.null()), else_=yesterday)
    worker = [employee.c.id, employee.c.unit_id, employee.c.position_id, today]
    led = sa.select(employee.c.id, sa.literal("supervisor"), employee.c.supervisor_id, today)
    away = sa.select(employee.c.id, sa.literal("left"), today).where(~employee.c.is_active)
    fill(
        "people_unit_version",
        ["unit_id", "name", "parent_id", "valid_from", "valid_to"],
        sa.select(unit.c.id, unit.c.name, unit.c.parent_id, opened, closed),
    )
    places = ["employee_id", "unit_id", "position_id", "valid_from"]
    fill("people_posting", places, sa.select(*worker))
    fill(
        "people_reporting_line",
        ["employee_id", "kind", "superior_id", "valid_from"],
        led.where(employee.c.supervisor_id.is_not(None)),
    )
    fill("people_standing_period", ["employee_id", "standing", "valid_from"], away)
    op.execute(employee.update().where(~employee.c.is_active).values(standing="left"))


def fill(table: str, columns: list[str], rows: sa.Select) -> None:
    """Insert what the query finds."""
    target = sa.table(table, *map(sa.column, columns))
    op.execute(target.insert().from_select(columns, rows))


def downgrade() -> None:
    """Back to what holds today only."""
    with op.batch_alter_table("satisfaction_service") as table:
        table.drop_column("is_active")
    op.execute(rulebook_rule.delete().where(rulebook_rule.c.key == UNDO_MINUTES))
    with op.batch_alter_table("people_account") as table:
        table.drop_column("salutation")
    with op.batch_alter_table("people_role_grant") as table:
        table.drop_constraint(
            "fk_people_role_grant_granted_by_id_people_employee", type_="foreignkey"
        )
        table.drop_column("granted_by_id")
        table.drop_column("reason")
    add_filled("people_employee", "is_active", sa.Boolean(), sa.true())
    op.execute(employee.update().values(is_active=employee.c.standing == "active"))
    with op.batch_alter_table("people_employee") as table:
        for column in ("standing", "phone", "email", "grade"):
            table.drop_column(column)
    for history in HISTORIES:
        op.drop_table(history)
    with op.batch_alter_table("people_position") as table:
        table.drop_constraint("uq_people_position_code", type_="unique")
        for column in ("is_active", "leads_unit", "code"):
            table.drop_column(column)
    op.drop_index("uq_people_unit_open_name", "people_unit")
    with op.batch_alter_table("people_unit") as table:
        table.drop_constraint("fk_people_unit_merged_into_id_people_unit", type_="foreignkey")
        table.drop_column("merged_into_id")
        table.create_unique_constraint("uq_people_unit_name", ["name"])
