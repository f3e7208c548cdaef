"""What a visitor does in tests: open a page, fill in one of its forms, send it."""

from bs4 import Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages import soup


def form_on(client: FlaskClient, path: str, action: str | None = None) -> Tag:
    """The form of the page: the one that is sent to `action` (its path), or the first in main."""
    page = soup(client.get(path))
    forms = list(page.select("main form"))
    if action is not None:
        forms = [form for form in forms if str(form.get("action", path)).split("?")[0] == action]
    assert forms, f"{path} has no form for {action}"
    return forms[0]


def held(form: Tag) -> dict[str, list[str]]:
    """What the form would send as it stands."""
    sent: dict[str, list[str]] = {}
    inputs = list(form.select("input[name], textarea[name]"))
    page = form.find_parent("html")
    if page is not None and form.get("id"):  # inputs elsewhere that name the form as theirs
        inputs += page.select(f'input[form="{form["id"]}"]')
    for entry in inputs:
        if entry.get("type") in ("radio", "checkbox") and not entry.has_attr("checked"):
            continue
        value = entry.get_text() if entry.name == "textarea" else entry.get("value", "on")
        sent.setdefault(str(entry["name"]), []).append(str(value))
    for entry in form.select("select[name]"):
        option = entry.select_one("option[selected]") or entry.select_one("option")
        if option is not None:
            sent[str(entry["name"])] = [str(option["value"])]
    return sent


def send(
    client: FlaskClient, path: str, action: str | None = None, *, to: str = "", **typed: object
) -> TestResponse:
    """Open the page, type into its form, send it; `to` is the address of another button. `None`
    leaves a field out, a list repeats it.
    """
    form = form_on(client, path, action)
    filled: dict[str, object] = {**held(form), **typed}
    data = {name: value for name, value in filled.items() if value is not None}
    where = to or str(form.get("action") or path)
    if str(form.get("method", "get")).lower() == "post":
        return client.post(where, data=data)
    return client.get(where, query_string=data)
