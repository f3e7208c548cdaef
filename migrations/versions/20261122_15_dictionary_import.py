"""Dictionary files wait, read but not yet applied, until somebody has looked at the preview.

Revision ID: 20261122_15
Revises: 20261122_14
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_15"
down_revision = "20261122_14"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of dictionary imports."""
    op.create_table(
        "competency_dictionary_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("urusan", sa.String(200), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("applied_at", sa.DateTime(), nullable=True),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_dictionary_import")),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["competency_edition.id"],
            name=op.f("fk_competency_dictionary_import_edition_id_competency_edition"),
        ),
    )


def downgrade() -> None:
    """Drop it; what waited in it was never applied."""
    op.drop_table("competency_dictionary_import")
