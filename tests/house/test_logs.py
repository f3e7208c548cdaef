"""One JSON line for each event; nobody's text can fake a second one."""

import json
import logging

from flask import Flask

from kinerja.logs import JsonLines


def test_text_of_a_visitor_stays_inside_its_line(probe: Flask, log_lines) -> None:
    hostile = 'x\n{"fake": 1}\r\nbaris kedua'
    probe.test_client().get("/uji/asal", query_string={"teks": hostile})
    (line,) = log_lines()
    assert line["message"] == f"asal: {hostile}"


def test_lines_of_one_request_carry_its_code_and_route(probe: Flask, log_lines) -> None:
    client = probe.test_client()
    client.get("/uji/asal?teks=a")
    client.get("/uji/asal?teks=b")
    first, second = log_lines()
    assert first["request"].startswith("K-")
    assert first["request"] != second["request"]
    assert (first["method"], first["route"]) == ("GET", "probe.tell_origin")
    assert first["time"].endswith("+00:00")


def test_line_outside_of_a_request_has_no_code() -> None:
    record = logging.LogRecord("uji", logging.INFO, "", 0, "halo %s", ("é",), None)
    line = json.loads(JsonLines().format(record))
    assert line["message"] == "halo é"
    assert "request" not in line
    assert "exception" not in line


def test_query_string_is_not_logged(probe: Flask, log_lines) -> None:
    probe.test_client().get("/uji/rusak?nip=199001012020011001")
    assert "199001012020011001" not in json.dumps(log_lines())
