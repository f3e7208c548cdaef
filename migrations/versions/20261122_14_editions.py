"""Dictionaries come in editions, levels have behaviour indicators, a competency has a successor.

Revision ID: 20261122_14
Revises: 20261121_13
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "20261122_14"
down_revision = "20261121_13"
branch_labels = None
depends_on = None

competency = sa.table(
    "competency_competency", sa.column("id", sa.Integer), sa.column("edition_id", sa.Integer)
)
edition = sa.table(
    "competency_edition",
    sa.column("id", sa.Integer),
    sa.column("name", sa.String),
    sa.column("urusan", sa.String),
    sa.column("legal_basis", sa.String),
    sa.column("valid_from", sa.Date),
)
NATIONAL = {
    "id": 1,
    "name": "Kamus kompetensi manajerial dan sosial kultural",
    "urusan": "",
    "legal_basis": "PermenPANRB 38/2017",
    "valid_from": date(2017, 1, 1),
}


def upgrade() -> None:
    """Make editions and indicators; what the dictionary holds becomes the first edition."""
    op.create_table(
        "competency_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("urusan", sa.String(200), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_edition")),
        sa.UniqueConstraint("urusan", "valid_from", name=op.f("uq_competency_edition_urusan")),
    )
    op.create_table(
        "competency_indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("level_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_indicator")),
        sa.ForeignKeyConstraint(
            ["level_id"],
            ["competency_level.id"],
            name=op.f("fk_competency_indicator_level_id_competency_level"),
        ),
        sa.UniqueConstraint("level_id", "rank", name=op.f("uq_competency_indicator_level_id")),
    )
    op.bulk_insert(edition, [NATIONAL])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval('competency_edition_id_seq', 1)")
    with op.batch_alter_table("competency_competency") as table:
        table.add_column(sa.Column("edition_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("successor_id", sa.Integer(), nullable=True))
    op.execute(competency.update().values(edition_id=NATIONAL["id"]))
    with op.batch_alter_table("competency_competency") as table:
        table.alter_column("edition_id", existing_type=sa.Integer(), nullable=False)
        table.drop_constraint("uq_competency_competency_code", type_="unique")
        table.create_unique_constraint(
            op.f("uq_competency_competency_edition_id"), ["edition_id", "code"]
        )
        table.create_foreign_key(
            op.f("fk_competency_competency_edition_id_competency_edition"),
            "competency_edition",
            ["edition_id"],
            ["id"],
        )
        table.create_foreign_key(
            op.f("fk_competency_competency_successor_id_competency_competency"),
            "competency_competency",
            ["successor_id"],
            ["id"],
        )
    op.create_index(
        op.f("ix_competency_competency_successor_id"), "competency_competency", ["successor_id"]
    )


def downgrade() -> None:
    """Drop them; of competencies with one code only those of the first edition could stay."""
    op.drop_index(op.f("ix_competency_competency_successor_id"), "competency_competency")
    with op.batch_alter_table("competency_competency") as table:
        table.drop_constraint(
            op.f("fk_competency_competency_successor_id_competency_competency"),
            type_="foreignkey",
        )
        table.drop_constraint(
            op.f("fk_competency_competency_edition_id_competency_edition"), type_="foreignkey"
        )
        table.drop_constraint(op.f("uq_competency_competency_edition_id"), type_="unique")
        table.create_unique_constraint(op.f("uq_competency_competency_code"), ["code"])
        table.drop_column("successor_id")
        table.drop_column("edition_id")
    op.drop_table("competency_indicator")
    op.drop_table("competency_edition")
