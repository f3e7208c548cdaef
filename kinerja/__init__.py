"""Kinerja: competency-based performance management for Indonesian local governments."""

from typing import Any

from flask import Flask

from kinerja import commands, database, errors, headers, health, logs, permissions, web
from kinerja.appraisal.views import bp as appraisal
from kinerja.competency.views import bp as competency
from kinerja.config import ROOT, from_environment
from kinerja.development.views import bp as development
from kinerja.documents.views import bp as documents
from kinerja.extensions import csrf, db, login_manager, migrate
from kinerja.home.views import bp as home
from kinerja.notifications.views import bp as notifications
from kinerja.people.views import bp as people
from kinerja.rulebook.views import bp as rulebook
from kinerja.satisfaction.views import bp as satisfaction

BLUEPRINTS = (
    health.bp,
    home,
    people,
    documents,
    competency,
    development,
    appraisal,
    satisfaction,
    rulebook,
    notifications,
)


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
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    commands.init_app(app)
    return app
