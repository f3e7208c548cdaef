"""Imports of staff, what they changed, and work that outlives a request.

Revision ID: 20261121_10
Revises: 20261121_09
"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_10"
down_revision = "20261121_09"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    create_work()
    create_import()
    create_parts()
    create_mapping()


def create_work() -> None:
    """The queue."""
    table = "background_work"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(200), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(36), nullable=True),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("queued_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_state"), table, ["state", "id"])


def key(table: str, column: str, target: str, **options: str) -> sa.ForeignKeyConstraint:
    """A reference to a row's number."""
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, **options)


def create_import() -> None:
    """One row for each uploaded file."""
    table = "people_import"
    counts = ("rows", "new", "changed", "same", "absent", "faulty")
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("sheet", sa.String(200), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("matches", sa.JSON(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        sa.Column("absentees", sa.JSON(), nullable=False),
        sa.Column("plan", sa.String(64), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("work_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("applied_by_id", sa.Integer(), nullable=True),
        sa.Column("applied_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        key(table, "work_id", "background_work", ondelete="SET NULL"),
        *(
            key(table, column, "people_employee")
            for column in ("by_id", "applied_by_id", "undone_by_id")
        ),
    )
    for column in ("sha256", "by_id", "uploaded_at"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def part(table: str, *columns: sa.Column, also: str | None = None) -> None:
    """A table of an import's own rows, which go with it."""
    keys = ["import_id", also] if also else ["import_id"]
    op.create_table(
        table,
        sa.Column("import_id", sa.Integer(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint(*keys, name=op.f(f"pk_{table}")),
        key(table, "import_id", "people_import", ondelete="CASCADE"),
    )


def create_parts() -> None:
    """The sheet, the rows of its preview, and what was written."""
    part("people_import_content", sa.Column("sheet", sa.LargeBinary(), nullable=False))
    part(
        "people_import_row",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=True),
        *(sa.Column(n, sa.Text(), nullable=False) for n in ("nip", "name", "unit", "position")),
        sa.Column("cells", sa.JSON(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        also="number",
    )
    op.create_index(
        op.f("ix_people_import_row_import_id"),
        "people_import_row",
        ["import_id", "outcome", "number"],
    )
    part(
        "people_import_write",
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("table", sa.String(40), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        also="part",
    )


def create_mapping() -> None:
    """What columns of files are, by their headings."""
    op.create_table(
        "people_import_mapping",
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_people_import_mapping")),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("mapping", "write", "row", "content"):
        op.drop_table(f"people_import_{table}")
    op.drop_table("people_import")
    op.drop_table("background_work")
