"""Trainings, plan items, group assignments; the yearly JP of PNS and PPPK.

Revision ID: 20261121_04
Revises: 20261121_03
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "20261121_04"
down_revision = "20261121_03"
branch_labels = None
depends_on = None

LIVING = sa.text("status <> 'cancelled'")
RULES = [
    {
        "key": "jp.pns_target",
        "value": 20,
        "valid_from": date(2017, 4, 7),
        "legal_basis": "PP 11/2017 Pasal 203 jo. PP 17/2020",
    },
    {
        "key": "jp.pppk_ceiling",
        "value": 24,
        "valid_from": date(2018, 11, 28),
        "legal_basis": "PP 49/2018 Pasal 39",
    },
]


def upgrade() -> None:
    """Make the tables and enter the yearly JP."""
    create_trainings()
    create_assignments()
    create_plan_items()
    op.bulk_insert(rulebook(), RULES)


def downgrade() -> None:
    """Drop the tables and take the yearly JP out."""
    rules = rulebook()
    op.execute(rules.delete().where(rules.c.key.in_([rule["key"] for rule in RULES])))
    op.drop_table("development_plan_item")
    op.drop_table("development_skip")
    op.drop_table("development_assignment")
    op.drop_table("development_training")


def rulebook() -> sa.TableClause:
    """The table of dated settings."""
    return sa.table(
        "rulebook_rule",
        sa.column("key", sa.String),
        sa.column("value", sa.JSON),
        sa.column("valid_from", sa.Date),
        sa.column("legal_basis", sa.String),
    )


def foreign_key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """A foreign key under its conventional name."""
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def create_trainings() -> None:
    """The catalogue."""
    table = "development_training"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("form", sa.String(32), nullable=False),
        sa.Column("jp", sa.Integer(), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(200), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("link", sa.String(2000), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("jp > 0", name=op.f(f"ck_{table}_jp_positive")),
        sa.CheckConstraint("seats > 0", name=op.f(f"ck_{table}_seats_positive")),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f(f"ck_{table}_level_known")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f(f"ck_{table}_dates_in_order")),
        foreign_key(table, "competency_id", "competency_competency"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_competency_id"), table, ["competency_id", "starts_on"])
    op.create_index(op.f(f"ix_{table}_starts_on"), table, ["starts_on"])


def create_assignments() -> None:
    """Group assignments and whom they left out."""
    table = "development_assignment"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("min_gap", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("assigned", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("outside", sa.Integer(), nullable=False),
        sa.Column("assigned_by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        foreign_key(table, "training_id", "development_training"),
        foreign_key(table, "assigned_by_id", "people_employee"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_training_id"), table, ["training_id"])
    op.create_index(op.f(f"ix_{table}_assigned_by_id"), table, ["assigned_by_id"])
    op.create_table(
        "development_skip",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        foreign_key("development_skip", "assignment_id", "development_assignment"),
        foreign_key("development_skip", "employee_id", "people_employee"),
        sa.PrimaryKeyConstraint("assignment_id", "employee_id", name=op.f("pk_development_skip")),
    )
    op.create_index(op.f("ix_development_skip_employee_id"), "development_skip", ["employee_id"])


def create_plan_items() -> None:
    """The items of people's plans."""
    table = "development_plan_item"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("jp", sa.Integer(), nullable=False),
        sa.Column("gap", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("evidence_url", sa.String(2000), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("jp > 0", name=op.f(f"ck_{table}_jp_positive")),
        foreign_key(table, "employee_id", "people_employee"),
        foreign_key(table, "training_id", "development_training"),
        foreign_key(table, "chosen_by_id", "people_employee"),
        foreign_key(table, "assignment_id", "development_assignment"),
        foreign_key(table, "confirmed_by_id", "people_employee"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_employee_id"), table, ["employee_id", "year"])
    op.create_index(op.f(f"ix_{table}_status"), table, ["status", "since"])
    op.create_index(op.f(f"ix_{table}_assignment_id"), table, ["assignment_id"])
    op.create_index(
        op.f(f"ix_{table}_training_id"),
        table,
        ["training_id", "employee_id", "year"],
        unique=True,
        sqlite_where=LIVING,
        postgresql_where=LIVING,
    )
