"""The base of every form: Indonesian library messages, a receipt key, locale-strict fields."""

import unicodedata
import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, cast

from babel.numbers import NumberFormatError, parse_decimal
from babel.support import Translations
from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from sqlalchemy import Text, delete, select
from sqlalchemy.orm import Mapped, mapped_column
from wtforms import DateField as LibraryDateField
from wtforms import DecimalField as LibraryDecimalField
from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms import IntegerField as LibraryIntegerField

from kinerja import clock
from kinerja.database import insert_new
from kinerja.errors import DomainError
from kinerja.extensions import Base, db

RECEIPT_HOURS = 24
NUMERALS = frozenset("0123456789.,-")
# Characters that turn the reading direction around or cannot be seen; they help to deceive.
INVISIBLE = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0xFEFF])


class Receipt(Base):
    """What a form's key led to, so that the same form sent again is not done again."""

    __tablename__ = "form_receipt"

    key: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    account_id: Mapped[int]
    location: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(index=True)


def claim(key: uuid.UUID, *, account_id: int) -> str | None:
    """Take the key for this transaction, or return where its first use led to.

    A second sender waits for the first one's transaction to end. A key of somebody else leads
    to the start page.
    """
    facts = {"key": key, "account_id": account_id, "location": "", "at": clock.now()}
    if insert_new(Receipt, **facts):
        return None
    row = db.session.execute(select(Receipt).where(Receipt.key == key)).scalar_one()
    return row.location if row.account_id == account_id else "/"


def fill_receipt(key: uuid.UUID, location: str) -> None:
    """Note where the form led to."""
    receipt = db.session.get(Receipt, key)
    if receipt:
        receipt.location = location


def forget_receipts(hours: int = RECEIPT_HOURS) -> None:
    """Delete the receipts that are older than so many hours."""
    limit = clock.now() - timedelta(hours=hours)
    db.session.execute(delete(Receipt).where(Receipt.at < limit))


def clean(text: str | None) -> str | None:
    """The text in one Unicode form, without control characters and outer blanks."""
    if text is None:
        return None
    composed = unicodedata.normalize("NFC", text).translate(INVISIBLE)
    kept = (c for c in composed if c in "\n\t" or unicodedata.category(c) != "Cc")
    return "".join(kept).strip()


class LibraryMessages:
    """WTForms' messages in the visitor's language, from their own gettext domain."""

    def _catalogue(self) -> Translations:
        directory = current_app.config["BABEL_TRANSLATION_DIRECTORIES"]
        return cast(Translations, Translations.load(directory, [get_locale()], "wtforms"))

    def gettext(self, string: str) -> str:
        """The message."""
        return self._catalogue().ugettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """The message for the number."""
        return self._catalogue().ungettext(singular, plural, n)


class TextField(StringField):
    """One line of text, cleaned."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Clean what was sent."""
        super().process_formdata([clean(value) for value in valuelist])


class LongTextField(TextAreaField):
    """Several lines of text, cleaned; line ends as one character, as the browser counts them."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Clean what was sent."""
        super().process_formdata([clean(value.replace("\r\n", "\n")) for value in valuelist])


class DateField(LibraryDateField):
    """A day; the browser's own picker, with a message that tells the format."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day.

        :raises ValueError: it is not a day.
        """
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Tulis tanggal seperti 2026-11-21 (tahun-bulan-hari).")) from None


class IntegerField(LibraryIntegerField):
    """A whole number, with a message that tells what to do."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number.

        :raises ValueError: it is not a whole number.
        """
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Tulis bilangan bulat, contoh 12.")) from None


class DecimalField(LibraryDecimalField):
    """A decimal number in the visitor's own notation, never guessed."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number strictly: '3.5' is refused in Bahasa instead of read as 35.

        :raises ValueError: it is not a number in this notation.
        """
        if not valuelist:
            return
        text = valuelist[0].strip()
        try:
            if not NUMERALS.issuperset(text):  # Babel also reads NaN, Infinity and 1e3
                raise NumberFormatError(text)
            self.data: Decimal | None = parse_decimal(text, get_locale(), strict=True)
        except NumberFormatError:
            self.data = None
            raise ValueError(_("Gunakan koma untuk desimal, contoh 3,5.")) from None


def new_key() -> str:
    """A fresh key for a form."""
    return str(uuid.uuid4())


class Form(FlaskForm):
    """Shape of input. Field names are the service's parameter names."""

    key = HiddenField(default=new_key)

    class Meta(FlaskForm.Meta):
        """Messages in the visitor's language."""

        def get_translations(self, _form: object) -> LibraryMessages:
            """The library's messages."""
            return LibraryMessages()

    def values(self) -> dict[str, Any]:
        """What was entered, by the service's parameter names."""
        left_out = ("csrf_token", "key")
        return {
            name: field.data
            for name, field in self._fields.items()
            if name not in left_out and field.type != "SubmitField"
        }

    def refuse(self, error: DomainError, field: str | None = None) -> None:
        """Put a refusal's sentence beside the field it is about, or above the form."""
        if field is None:
            self.form_errors.append(error.message)
            return
        entry = cast(Field, self._fields[field])
        entry.errors = [*entry.errors, error.message]
