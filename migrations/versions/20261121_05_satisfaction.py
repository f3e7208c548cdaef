"""Satisfaction: services, counters, instruments, ratings, survey answers and their roll-ups.

Revision ID: 20261121_05
Revises: 20261121_04
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "20261121_05"
down_revision = "20261121_04"
branch_labels = None
depends_on = None

SKM = "PermenPANRB 14/2017"
OWN = "Kebijakan instansi"
RULES = [
    ("skm.weights", "exact", SKM),
    ("skm.bands", {"A": "88.31", "B": "76.61", "C": "65.00"}, SKM),
    ("skm.sample", {"chi_square": "3.841", "proportion": "0.5", "error": "0.05"}, SKM),
    ("skm.months", 12, OWN),
    ("satisfaction.quick_days", 90, OWN),
    ("privacy.citizen_floor", 10, "UU 27/2022"),
]
# The questionnaire's order: facilities are asked before complaints.
ELEMENTS = (
    *("persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku"),
    *("sarana", "pengaduan"),
)
TABLES = ("reason_day", "hour", "answer", "rating_reason", "rating", "instrument", "counter")

rulebook_rule = sa.table(
    "rulebook_rule",
    sa.column("key", sa.String),
    sa.column("value", sa.JSON),
    sa.column("valid_from", sa.Date),
    sa.column("legal_basis", sa.String),
)


def upgrade() -> None:
    """Make the tables, enter the first instrument and the numbers."""
    create_counters()
    create_instrument()
    create_ratings()
    create_answers()
    create_roll_ups()
    op.bulk_insert(
        rulebook_rule,
        [
            {"key": key, "value": value, "valid_from": date(2017, 5, 9), "legal_basis": basis}
            for key, value, basis in RULES
        ],
    )


def downgrade() -> None:
    """Drop the tables and take the numbers out."""
    op.execute(rulebook_rule.delete().where(rulebook_rule.c.key.in_([key for key, *_ in RULES])))
    for table in (*TABLES, "service"):
        op.drop_table(f"satisfaction_{table}")


def key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """A foreign key under its conventional name."""
    name = f"fk_satisfaction_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(name))


def create_counters() -> None:
    """Services and the counters where they are given."""
    op.create_table(
        "satisfaction_service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_satisfaction_service")),
        sa.UniqueConstraint("unit_id", "name", name=op.f("uq_satisfaction_service_unit_id")),
        sa.CheckConstraint(
            "population >= 1", name=op.f("ck_satisfaction_service_population_positive")
        ),
        key("service", "unit_id", "people_unit"),
    )
    op.create_table(
        "satisfaction_counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("token", sa.String(43), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_satisfaction_counter")),
        sa.UniqueConstraint("service_id", "name", name=op.f("uq_satisfaction_counter_service_id")),
        sa.UniqueConstraint("token", name=op.f("uq_satisfaction_counter_token")),
        key("counter", "service_id", "satisfaction_service"),
    )


def create_instrument() -> None:
    """Editions of the questionnaire, with the first one."""
    instrument = op.create_table(
        "satisfaction_instrument",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(20), nullable=False),
        sa.Column("elements", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_satisfaction_instrument")),
        sa.UniqueConstraint("edition", name=op.f("uq_satisfaction_instrument_edition")),
    )
    first = {"edition": "2017-1", "elements": list(ELEMENTS), "valid_from": date(2017, 5, 9)}
    op.bulk_insert(instrument, [first])


def event_columns() -> list[sa.Column[object]]:
    """What a tap and a survey have in common: who, where, when."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.SmallInteger(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
    ]


def event_keys(table: str) -> list[sa.Constraint]:
    """The keys that a tap and a survey have in common; the unique one makes a repeat harmless."""
    return [
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_satisfaction_{table}")),
        sa.UniqueConstraint("counter_id", "uuid", name=op.f(f"uq_satisfaction_{table}_counter_id")),
        key(table, "counter_id", "satisfaction_counter"),
        key(table, "instrument_id", "satisfaction_instrument"),
    ]


def create_ratings() -> None:
    """One-tap ratings and their reasons."""
    op.create_table(
        "satisfaction_rating",
        *event_columns(),
        sa.Column("score", sa.SmallInteger(), nullable=False),
        sa.Column("open_until", sa.DateTime(), nullable=True),
        *event_keys("rating"),
        sa.CheckConstraint(
            "score BETWEEN 1 AND 4", name=op.f("ck_satisfaction_rating_score_on_scale")
        ),
    )
    op.create_table(
        "satisfaction_rating_reason",
        sa.Column("rating_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("rating_id", "reason", name=op.f("pk_satisfaction_rating_reason")),
        key("rating_reason", "rating_id", "satisfaction_rating"),
    )


def create_answers() -> None:
    """Survey answers, a column for each element."""
    op.create_table(
        "satisfaction_answer",
        *event_columns(),
        sa.Column("reached", sa.SmallInteger(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        *(sa.Column(element, sa.SmallInteger(), nullable=True) for element in ELEMENTS),
        *event_keys("answer"),
        sa.CheckConstraint(
            "reached BETWEEN 1 AND 9", name=op.f("ck_satisfaction_answer_reached_a_question")
        ),
        *(
            sa.CheckConstraint(
                f"{element} BETWEEN 1 AND 4",
                name=op.f(f"ck_satisfaction_answer_{element}_on_scale"),
            )
            for element in ELEMENTS
        ),
    )


def create_roll_ups() -> None:
    """What every page reads instead of the answers."""
    counts = [
        "n",
        *(f"quick_{score}" for score in range(1, 5)),
        *(f"{element}_{part}" for element in ELEMENTS for part in ("n", "sum")),
        *(f"reached_{number}" for number in range(1, 10)),
    ]
    keys = ("counter_id", "day", "hour", "channel", "instrument_id", "flagged")
    op.create_table(
        "satisfaction_hour",
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.SmallInteger(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        *(
            sa.Column(count, sa.Integer(), server_default=sa.text("0"), nullable=False)
            for count in counts
        ),
        sa.PrimaryKeyConstraint(*keys, name=op.f("pk_satisfaction_hour")),
        key("hour", "counter_id", "satisfaction_counter"),
        key("hour", "instrument_id", "satisfaction_instrument"),
    )
    op.create_table(
        "satisfaction_reason_day",
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("n", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint(
            "counter_id", "day", "reason", name=op.f("pk_satisfaction_reason_day")
        ),
        key("reason_day", "counter_id", "satisfaction_counter"),
    )
