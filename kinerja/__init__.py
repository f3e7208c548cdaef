"""Kinerja: competency-based performance management for Indonesian local governments."""

import importlib
from typing import Any

from flask import Flask

from kinerja import database, errors, headers, health, logs, permissions, web
from kinerja.config import ROOT, from_environment
from kinerja.extensions import csrf, db, login_manager, migrate


def _interim(name):
    try:
        return importlib.import_module(f"kinerja.{name}.views").bp
    except (ImportError, AttributeError) as error:
        import sys

        print("INTERIM: not yet", name, error, file=sys.stderr)


def create_app(**overrides: Any) -> Flask:
    """The staff application: settings, extensions, guard, errors, pages, commands.

    `overrides` are settings of their own, as the tests use them.

    :raises ConfigError: the environment holds a setting that cannot be used.
    """
    app = Flask(__name__)
    app.config.update(from_environment() | overrides)
    logs.init_app(app)
    headers.init_app(app)
    database.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    csrf.init_app(app)
    login_manager.init_app(app)
    permissions.init_app(app)
    web.init_app(app)
    errors.init_app(app)
    app.register_blueprint(health.bp)
    for name in ("home", "people", "competency", "development", "satisfaction"):
        if bp := _interim(name):
            app.register_blueprint(bp)
    try:
        from kinerja import commands

        commands.init_app(app)
    except ImportError as error:
        print("INTERIM: no commands yet", error)
    app.jinja_env.globals.setdefault("destinations", list)
    return app
