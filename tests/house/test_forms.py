"""Forms: library messages in the visitor's language, strict numbers and dates, clean texts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask, session
from wtforms import SelectField, SubmitField
from wtforms.fields import SelectChoice
from wtforms.validators import (
    URL,
    AnyOf,
    DataRequired,
    EqualTo,
    InputRequired,
    IPAddress,
    Length,
    NumberRange,
    Optional,
    Regexp,
)

from kinerja.errors import DomainError
from kinerja.forms import (
    DateField,
    DecimalField,
    Form,
    IntegerField,
    LongTextField,
    TextField,
    clean,
)


class Sample(Form):
    needed = TextField("Perlu", [InputRequired()])
    short = TextField("Pendek", [Optional(), Length(max=3)])
    pattern = TextField("Pola", [Optional(), Regexp(r"\d+$")])
    link = TextField("Tautan", [Optional(), URL()])
    one_of = TextField("Salah satu", [Optional(), AnyOf(["a", "b"])])
    same = TextField("Sama", [Optional(), EqualTo("needed")])
    address = TextField("Alamat", [Optional(), IPAddress()])
    choice = SelectField("Pilihan", [Optional()], choices=[SelectChoice("a", "A")])
    amount = DecimalField("Jumlah", [Optional(), NumberRange(min=1, max=5)])
    count = IntegerField("Banyak", [Optional()])
    day = DateField("Hari", [Optional()])
    story = LongTextField("Cerita")
    send = SubmitField("Kirim")


@contextmanager
def filled(app: Flask, language: str = "id", **data: str) -> Iterator[Sample]:
    """The form as it arrives."""
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        with app.test_request_context(method="POST", data={"needed": "x", "choice": "a", **data}):
            session["language"] = language
            form = Sample()
            form.validate()
            yield form
    finally:
        app.config["WTF_CSRF_ENABLED"] = True


@pytest.mark.parametrize(
    ("field", "text", "bahasa", "english"),
    [
        ("needed", "", "Isian ini tidak boleh kosong.", "This field is required."),
        (
            "short",
            "abcd",
            "Tulis paling banyak 3 huruf.",
            "Field cannot be longer than 3 characters.",
        ),
        (
            "pattern",
            "abc",
            "Isian ini belum benar. Periksa lagi penulisannya.",
            "Invalid input.",
        ),
        ("link", "contoh", "Tulis tautan lengkap, diawali https://.", "Invalid URL."),
        ("one_of", "c", "Pilih salah satu: a, b.", "Invalid value, must be one of: a, b."),
        ("same", "y", "Samakan dengan isian needed.", "Field must be equal to needed."),
        ("choice", "z", "Pilih dari daftar yang tersedia.", "Not a valid choice."),
        ("amount", "7", "Isi angka antara 1 dan 5.", "Number must be between 1 and 5."),
    ],
)
def test_library_messages_speak_the_visitors_language(
    probe: Flask, field: str, text: str, bahasa: str, english: str
) -> None:
    for language, message in (("id", bahasa), ("en", english)):
        with filled(probe, language, **{field: text}) as form:
            assert list(form[field].errors) == [message]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("id", "3,5", Decimal("3.5")),
        ("id", "1.234,5", Decimal("1234.5")),
        ("id", "4", Decimal(4)),
        ("en", "3.5", Decimal("3.5")),
        ("id", "3.5", None),
        ("en", "3,5", None),
        ("id", "tiga", None),
        ("id", "1,2,3", None),
        ("id", "NaN", None),
        ("id", "Infinity", None),
        ("id", "1e3", None),
    ],
)
def test_decimal_is_read_in_the_visitors_notation_and_never_guessed(
    probe: Flask, language: str, text: str, value: Decimal | None
) -> None:
    with filled(probe, language, amount=text) as form:
        assert form.amount.data == value
        if value is None:
            assert ("3,5" if language == "id" else "3.5") in form.amount.errors[0]


def test_decimal_that_is_not_sent_stays_empty(probe: Flask) -> None:
    with filled(probe) as form:
        assert form.amount.data is None
        assert not form.amount.errors


@pytest.mark.parametrize("text", ["21-11-2026", "2026-02-30", "besok"])
def test_day_that_is_none_is_told_how_to_write_it(probe: Flask, text: str) -> None:
    with filled(probe, day=text) as form:
        assert list(form.day.errors) == ["Tulis tanggal seperti 2026-11-21 (tahun-bulan-hari)."]
    with filled(probe, day="2026-11-21") as form:
        assert form.day.data == date(2026, 11, 21)


def test_whole_number_is_told_how_to_write_it(probe: Flask) -> None:
    with filled(probe, count="1,5") as form:
        assert list(form.count.errors) == ["Tulis bilangan bulat, contoh 12."]
    with filled(probe, count="12") as form:
        assert form.count.data == 12


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  a b  ", "a b"),
        ("a\x00b\x07", "ab"),
        ("e\u0301", "é"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\ufeffa\u200e", "a"),
        ("a\tb\nc", "a\tb\nc"),
        (None, None),
    ],
)
def test_texts_are_cleaned(text: str | None, cleaned: str | None) -> None:
    assert clean(text) == cleaned


def test_line_ends_count_once(probe: Flask) -> None:
    with filled(probe, story="a\r\nb") as form:
        assert form.story.data == "a\nb"


def test_values_are_the_services_parameters(probe: Flask) -> None:
    with filled(probe, story="s") as form:
        assert set(form.values()) == {
            "needed", "short", "pattern", "link", "one_of", "same", "address", "choice",
            "amount", "count", "day", "story",
        }  # fmt: skip


def test_refusal_stands_beside_its_field_or_above_the_form(probe: Flask) -> None:
    with filled(probe) as form:
        form.refuse(DomainError("Sudah ada."), "needed")
        form.refuse(DomainError("Belum waktunya."))
        assert form.errors["needed"] == ["Sudah ada."]
        assert form.form_errors == ["Belum waktunya."]


def test_required_by_data_speaks_bahasa_too(probe: Flask) -> None:
    class Needs(Form):
        name = TextField("Nama", [DataRequired()])

    probe.config["WTF_CSRF_ENABLED"] = False
    with probe.test_request_context(method="POST", data={"name": " "}):
        form = Needs()
        assert not form.validate()
        assert list(form.name.errors) == ["Isian ini tidak boleh kosong."]
    probe.config["WTF_CSRF_ENABLED"] = True
