"""Calendar addresses in tests: making one, and reading what is behind it."""

from flask.testing import FlaskClient
from icalendar import Calendar, Event

from tests.pages import soup
from tests.visits import send

PAGE = "/kalender"


def subscribe(client: FlaskClient) -> str:
    """Make an address; its path as a calendar program would ask it."""
    page = send(client, PAGE, f"{PAGE}/alamat")
    entry = soup(page).select_one("#alamat-kalender")
    assert entry is not None
    return "/" + str(entry["value"]).split("/", 3)[3]


def read(client: FlaskClient, path: str) -> Calendar:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(answer.data)
    assert isinstance(found, Calendar)
    return found


def events(calendar: Calendar) -> dict[str, Event]:
    """The events by their title."""
    return {str(event["SUMMARY"]): event for event in calendar.events}
