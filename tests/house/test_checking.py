"""The checking client finds what it is there to find."""

import pytest
from flask import Flask, Response

from tests.pages import KINDS, CheckedClient

GOOD = (
    '<!doctype html><html lang="id"><head><title>Judul – Kinerja</title></head><body><main>'
    "<h1>Judul</h1>{}</main></body></html>"
)
TOKEN = '<input type="hidden" name="csrf_token" value="x">'


def visit(body: str, page: str = GOOD) -> int:
    KINDS.clear()  # read strictly again
    app = Flask("halaman")
    app.add_url_rule("/", "page", lambda: Response(page.format(body), mimetype="text/html"))
    return CheckedClient(app).get("/").status_code


@pytest.mark.parametrize(
    "body",
    [
        f'<form method="post">{TOKEN}<label>Nama <input name="a"></label></form>',
        '<label for="b">Nama</label><input id="b" name="b">',
        '<select aria-label="Pilihan" name="c"><option>1</option></select>',
        '<form method="get"><input type="submit"></form><script src="/a.js"></script>',
    ],
)
def test_good_page_passes(body: str) -> None:
    assert visit(body) == 200


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<p id="a"></p><p id="a"></p>', "doubled ids"),
        ('<input name="a">', "no label"),
        ('<label for="lain">Nama</label><input id="a" name="a">', "no label"),
        ('<label>Nama</label><input name="a">', "no label"),
        ('<form method="POST" action="/x"></form>', "no token"),
        (f'{TOKEN}<form method="post" action="/x"></form>', "no token"),
        ('<p style="color:red"></p>', "style"),
        ("<style>p{{}}</style>", "style element"),
        ("<script>1</script>", "inline script"),
        ('<p onclick="1"></p>', "onclick"),
        ('<p hx-on:click="1"></p>', "hx-on"),
        ("<h1>Lagi</h1>", "2 h1"),
        ("<p>Disampaikan S.H..</p>", "ends twice"),
        ("<p>This field is required.</p>", "library speaks English"),
        ("<p><div></p></div>", "unexpected-end-tag"),
    ],
)
def test_bad_page_is_found(body: str, said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        visit(body)


def test_title_begins_with_the_heading_in_a_known_language() -> None:
    with pytest.raises(AssertionError, match="title"):
        visit("", GOOD.replace("<title>Judul", "<title>Lain"))
    with pytest.raises(AssertionError):
        visit("", GOOD.replace('lang="id"', 'lang="fr"'))


def test_heavy_page_is_found() -> None:
    noise = "".join(f"{number * 7919 % 104729:x}" for number in range(40_000))
    with pytest.raises(AssertionError, match="too heavy"):
        visit(f"<p>{noise}</p>")
