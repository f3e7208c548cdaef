"""Registers the features' command groups; `flask demo`, `flask jobs`, `flask audit`."""

import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from flask_migrate import upgrade

from kinerja import demo, jobs
from kinerja.audit.commands import cli as audit
from kinerja.competency.commands import cli as competencies
from kinerja.config import INSTANCE
from kinerja.extensions import db
from kinerja.home.commands import cli as privacy
from kinerja.people.commands import employees, init, users
from kinerja.retention import cli as retention
from kinerja.satisfaction.commands import cli as skm

jobs_cli = AppGroup("jobs", help="Tugas berkala.")


@jobs_cli.command("run")
def run_jobs() -> None:
    """Kerjakan tugas berkala yang jatuh tempo."""
    try:
        done = jobs.run_due()
    except jobs.JobsFailedError as error:
        click.echo(f"Gagal: {', '.join(map(str, error.args))}. Sebabnya ada di catatan.", err=True)
        sys.exit(1)
    for name in done:
        click.echo(name)


@click.command("demo")
@click.option("--host", default="127.0.0.1", show_default=True, help="Alamat server.")
@click.option("--port", default=8000, show_default=True, help="Port server.")
@with_appcontext
def prepare_demo(host: str, port: int) -> None:
    """Siapkan basis data dan isi contoh, lalu tampilkan alamat dan akunnya."""
    try:
        refuse_in_production()
        demo.check_folder(INSTANCE)
        demo.check_port(host, port)
    except demo.DemoError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    base_url = f"http://{host}:{port}"
    upgrade()
    if demo.is_empty():
        filled = demo.fill()
        demo.write_accounts(filled, base_url=base_url)
        db.session.commit()
    announce(base_url)


def refuse_in_production() -> None:
    """:raises DemoError: this is a production installation."""
    if current_app.config["PRODUCTION"]:
        raise demo.DemoError("Isi contoh ditolak: PRODUCTION menyala.")


def announce(base_url: str) -> None:
    """Print the address and the demo accounts."""
    facts = demo.read_accounts(base_url)
    click.echo(f"\nKinerja: {base_url}\n")
    for account in facts["accounts"]:
        click.echo("  {role:18} NIP {nip}  sandi {password}  {name}".format(**account))
    if facts["kiosk_url"]:
        click.echo(f"\n  Kios: {facts['kiosk_url']}\n")


COMMANDS = (
    audit,
    jobs_cli,
    competencies,
    skm,
    privacy,
    retention,
    users,
    employees,
    init,
    prepare_demo,
)


def init_app(app: Flask) -> None:
    """Register the commands."""
    for command in COMMANDS:
        app.cli.add_command(command)
