"""What a page says and what a spreadsheet holds."""

from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from tests.pages import soup


def page_text(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return " ".join(soup(answer).get_text(" ").split())


def sheet(answer: TestResponse) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(BytesIO(answer.data))
    return list(book.get_sheet_by_index(0).to_python())
