"""The survey on the command line: figures from a spreadsheet, the sample size, the roll-ups."""

import json
import sys
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import format_decimal
from flask_babel import gettext as _

from kinerja import clock
from kinerja.extensions import db
from kinerja.rulebook.queries import rule_or_shipped
from kinerja.satisfaction import rules, services
from kinerja.satisfaction.rules import Order, PopulationTooSmallError, Result, Weights
from kinerja.satisfaction.services import CellError, UnreadableAnswersError, read_answers

WEIGHTS = click.Choice([weights.value for weights in Weights])
ORDERS = click.Choice([order.value for order in Order])

cli = AppGroup("skm", help="Survei Kepuasan Masyarakat (PermenPANRB 14/2017).")


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--weights", type=WEIGHTS, default="exact", help="Bobot unsur.")
@click.option("--order", type=ORDERS, default="questionnaire", help="Arti U8 dan U9.")
@click.option("--ignore", multiple=True, metavar="NAMA", help="Kolom yang dilewati.")
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk mesin.")
def compute(
    *, file: Path, weights: str, order: str, ignore: tuple[str, ...], as_json: bool
) -> None:
    """IKM dari berkas CSV berisi jawaban mentah, satu responden per baris."""
    try:
        answers = read_answers(file, order=Order(order), ignored=ignore)
    except UnreadableAnswersError as error:
        _refuse(error, as_json=as_json)
    else:
        result = rules.index(
            answers.tallies,
            respondents=answers.respondents,
            bands=rule_or_shipped("skm.bands", on=clock.today()),
            weights=Weights(weights),
        )
        click.echo(json.dumps(_facts(result)) if as_json else _table(result))
        if result.weights is not Weights.EXACT and result.k != len(rules.LAMPIRAN_ORDER):
            warning = _("Bobot %(weights)s dibuat untuk 9 unsur, berkas ini %(k)s unsur.")
            click.echo(warning % {"weights": weights, "k": result.k}, err=True)


@cli.command(context_settings={"ignore_unknown_options": True})
@click.argument("population", metavar="N")
def sample(population: str) -> None:
    """Sampel minimum (Krejcie & Morgan) untuk N pengguna layanan."""
    try:
        method = rule_or_shipped("skm.sample", on=clock.today())
        click.echo(rules.minimum_sample(int(population), **method))
    except ValueError:
        click.echo(_("N harus bilangan bulat, misalnya 1200."), err=True)
        sys.exit(1)
    except PopulationTooSmallError as error:
        click.echo(error.message, err=True)
        sys.exit(1)


@cli.command()
def rebuild() -> None:
    """Hitung ulang rekap semua jawaban."""
    hours, reasons = services.rebuild()
    db.session.commit()
    click.echo(_("Rekap jam: %(n)s baris. Rekap alasan: %(m)s baris.", n=hours, m=reasons))


def _refuse(error: UnreadableAnswersError, *, as_json: bool) -> None:
    for fault in error.errors:
        click.echo(_line(fault), err=True)
    if as_json:
        click.echo(json.dumps({"errors": [asdict(fault) for fault in error.errors]}))
    sys.exit(1)


def _line(fault: CellError) -> str:
    return f"baris {fault.row}, kolom {fault.column or '-'}: {fault.message}"


def _facts(result: Result) -> dict[str, object]:
    return {
        "n": result.respondents,
        "k": result.k,
        "weights": result.weights.value,
        "elements": [
            {
                "code": element.value,
                "n": tally.n,
                "sum": tally.total,
                "nrr": str(rules.half_up(tally.nrr, 4)),
                "score": str(tally.score),
            }
            for element, tally in result.tallies.items()
        ],
        "index": str(result.index),
        "ikm": str(result.ikm),
        "grade": result.grade.value,
        "label": result.grade.label,
    }


def _table(result: Result) -> str:
    rows = [(_("Unsur"), "n", _("Jumlah"), "NRR", _("Nilai"))]
    for element, tally in result.tallies.items():
        nrr = _number(rules.half_up(tally.nrr, 4), 4)
        rows.append((element.label, str(tally.n), str(tally.total), nrr, _number(tally.score, 2)))
    lines = [f"{name:<42}{n:>7}{total:>9}{nrr:>9}{score:>9}" for name, n, total, nrr, score in rows]
    figures = {
        "n": result.respondents,
        "k": result.k,
        "weights": result.weights.value,
        "index": _number(result.index, 4),
        "ikm": _number(result.ikm, 2),
        "grade": result.grade.value,
        "label": result.grade.label,
    }
    summary = _(
        "IKM %(ikm)s · %(grade)s (%(label)s) · indeks %(index)s\n"
        "%(n)s responden, %(k)s unsur, bobot %(weights)s",
        **figures,
    )
    return "\n".join([*lines, "", summary])


def _number(value: Decimal, places: int) -> str:
    return str(format_decimal(value, "#,##0." + "0" * places))
