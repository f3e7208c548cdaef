"""The extensions, unbound, and the typed base of every model."""

import uuid
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, String, TypeDecorator, Uuid
from sqlalchemy.orm import DeclarativeBase, registry


class UtcDateTime(TypeDecorator[datetime]):
    """Aware moments, kept as naive UTC so that both engines compare them alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Naive UTC for the database.

        :raises ValueError: the moment has no time zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """The moment, aware."""
        return None if value is None else value.replace(tzinfo=UTC)


def enum_values(members: type[StrEnum]) -> list[str]:
    """What is stored for an enumeration: its values, not its members' names."""
    return [member.value for member in members]


class Base(DeclarativeBase):
    """Every table's base. Models subclass it with an explicit `__tablename__`."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(column_0_label)s",
                "uq": "uq_%(table_name)s_%(column_0_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            str: String(200),
            datetime: UtcDateTime,
            uuid.UUID: Uuid,
            dict[str, Any]: JSON,
            StrEnum: Enum(
                StrEnum,
                values_callable=enum_values,
                native_enum=False,
                length=32,
                validate_strings=True,
            ),
        },
    )


db = SQLAlchemy(metadata=Base.metadata)
migrate = Migrate()
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()
