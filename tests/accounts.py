"""Second factors, codes and what the audit trail says, for the tests of accounts."""

import re
from datetime import datetime

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kinerja import clock
from kinerja.audit import Entry
from kinerja.extensions import db
from kinerja.mail import Mail
from kinerja.people.models import Account, Employee, LoginSession, RecoveryCode, SecondFactor
from kinerja.people.services.codes import new_code, slip_hash
from kinerja.sealing import seal
from tests.pages import soup
from tests.signing import PASSWORD, enter, nip_of, token

GOOD = "jalan berliku ke pasar ikan"


def with_factor(app: Flask, employee_id: int) -> str:
    """Gives the employee's account a second factor; the seed that their app would know."""
    seed = pyotp.random_base32()
    with app.app_context():
        db.session.add(
            SecondFactor(
                account_id=account_id(app, employee_id),
                seed=seal(seed),
                created_at=clock.now(),
                confirmed_at=clock.now(),
            )
        )
        db.session.commit()
    return seed


def recovery_code(app: Flask, employee_id: int) -> str:
    """One more recovery code of the employee's."""
    code = new_code()
    with app.app_context():
        db.session.add(
            RecoveryCode(account_id=account_id(app, employee_id), code_hash=slip_hash(code))
        )
        db.session.commit()
    return code


def app_code(seed: str, at: datetime | None = None) -> str:
    """What the authenticator app shows now, or then."""
    return pyotp.TOTP(seed).at(at or clock.now())


def account_id(app: Flask, employee_id: int) -> int:
    """The number of the employee's account."""
    with app.app_context():
        return db.session.scalars(select(Account.id).filter_by(employee_id=employee_id)).one()


def account(app: Flask, employee_id: int) -> Account:
    """The employee's account as it is now."""
    with app.app_context():
        found = db.session.scalars(select(Account).filter_by(employee_id=employee_id)).one()
        db.session.expunge(found)
        return found


def person(app: Flask, employee_id: int) -> Employee:
    """The employee as they are now."""
    with app.app_context():
        found = db.session.get_one(Employee, employee_id)
        db.session.expunge(found)
        return found


def actions(app: Flask) -> list[str]:
    """What the audit trail says was done, in order."""
    with app.app_context():
        return list(db.session.scalars(select(Entry.action).order_by(Entry.seq)))


def trail(app: Flask) -> str:
    """Everything that the audit trail holds."""
    with app.app_context():
        rows = db.session.execute(select(Entry.action, Entry.subject, Entry.details))
        return " ".join(f"{action} {subject} {details}" for action, subject, details in rows)


def send(
    client: FlaskClient, path: str, *, from_path: str | None = None, **data: str
) -> TestResponse:
    """Sends a form to the path with a token taken from a page that has one."""
    data["csrf_token"] = token(client, from_path or path)
    return client.post(path, data=data)


def words(answer: TestResponse) -> str:
    """The page's words on one line."""
    return " ".join(soup(answer).get_text(" ").split())


def refusals(answer: TestResponse) -> str:
    """What the page says is wrong."""
    return " ".join(tag.get_text(" ", strip=True) for tag in soup(answer).select(".error-box"))


def stale(app: Flask, employee_id: int, moment: datetime) -> None:
    """Lets the employee's sessions have given the password at that moment."""
    with app.app_context():
        for row in db.session.scalars(
            select(LoginSession).filter_by(account_id=account_id(app, employee_id))
        ):
            row.fresh_at = moment
        db.session.commit()


def mails(app: Flask) -> list[Mail]:
    """The queued messages, in order."""
    with app.app_context():
        found = list(db.session.scalars(select(Mail).order_by(Mail.id)))
        db.session.expunge_all()
        return found


def link_in_mail(app: Flask) -> str:
    """The path and query of the link in the last such mail."""
    text = next(mail.text for mail in reversed(mails(app)) if mail.kind == "account.reset")
    found = re.search(r"^http://127\.0\.0\.1:8000(/sandi-baru\?token=\S+)$", text, re.MULTILINE)
    assert found, text
    return found[1]


def page_of(employee_id: int) -> str:
    """The page of somebody's account for whoever manages it."""
    return f"/pegawai/{employee_id}/akun"


def act(client: FlaskClient, employee_id: int, what: str) -> TestResponse:
    """Does something to somebody's account from its page."""
    return send(client, f"{page_of(employee_id)}/{what}", from_path=page_of(employee_id))


def first_step(app: Flask, client: FlaskClient, who: int, path: str = "/masuk") -> TestResponse:
    return enter(client, nip_of(app, who), PASSWORD, path=path)


def set_up(app: Flask, client: FlaskClient) -> tuple[str, list[str]]:
    """Turns two steps on by the pages; the seed and the recovery codes."""
    assert send(client, "/akun/dua-langkah/mulai", from_path="/akun/dua-langkah").status_code == 303
    page = client.get("/akun/dua-langkah/pasang")
    seed = re.sub(r"\s", "", soup(page).select_one("code").text)
    answer = send(client, "/akun/dua-langkah/pasang", code=app_code(seed))
    assert answer.status_code == 200, refusals(answer)
    return seed, [tag.text for tag in soup(answer).select("main ul.grid li")]
