"""The index is asked as uv would ask it, and each way to get no answer has its sentence and its command."""

import base64
import os
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from scaffold import uv_settings
from scaffold.diagnosis import Finding, Grade, Machine, System, asking, trusting
from scaffold.diagnosis.examination import look_at_index
from scaffold.environment import PACKAGE

from .servers import PAGE, Answers, hanging, proxying, serving


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No proxy, no certificates and no settings of whoever runs the tests."""
    for name in list(os.environ):
        if name.startswith(("UV_", "SSL_CERT", "PIP_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


def tls_of(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)
    return context


def look(**variables: str) -> list[Finding]:
    """What is found of the default index with these variables."""
    os.environ.update(variables)
    machine = Machine(System.LINUX, "Linux", environ=dict(os.environ))
    settings = uv_settings.read()
    return list(look_at_index(machine, index=settings.default, settings=settings))


@pytest.fixture(autouse=True)
def _variables_are_put_back() -> Iterator[None]:
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


def look_at(port: int, scheme: str = "http", **variables: str) -> Finding:
    return look(UV_DEFAULT_INDEX=f"{scheme}://127.0.0.1:{port}/simple", **variables)[0]


def test_one_that_answers_is_in_order_and_its_clock_is_compared() -> None:
    with serving(answers := Answers()) as port:
        index, clock = look(UV_DEFAULT_INDEX=f"http://127.0.0.1:{port}/simple")

    assert index.grade is Grade.OK
    assert f"http://127.0.0.1:{port}/simple, answers in" in index.found
    assert (clock.grade, clock.found) == (Grade.OK, "as the index says")
    assert answers.asked == [f"GET /simple/{PACKAGE}/"]


@pytest.mark.parametrize(
    ("answers", "said", "command"),
    [
        pytest.param(Answers(status=401), "wants a name and a password", "uv auth login 127.0.0.1", id="401"),
        pytest.param(Answers(status=403), "refuses (403)", "uv auth login 127.0.0.1", id="403"),
        pytest.param(Answers(status=404), "is the address right?", "unset UV_DEFAULT_INDEX", id="404"),
        pytest.param(Answers(status=503), "out of order (503)", None, id="503"),
        pytest.param(Answers(page="<h1>Welcome to our WLAN</h1>"), "sign in on a page", None, id="captive portal"),
    ],
)
def test_an_answer_that_is_none_of_an_index_fails(answers: Answers, said: str, command: str | None) -> None:
    with serving(answers) as port:
        finding = look_at(port)

    assert finding.grade is Grade.FAILED
    assert said in str(finding.problem)
    assert finding.command == command


def test_the_files_of_an_index_may_be_elsewhere_and_are_asked_for_too() -> None:
    with serving(files := Answers(status=403)) as elsewhere:
        page = PAGE.format(files=f"http://127.0.0.1:{elsewhere}/files")
        with serving(Answers(page=page)) as port:
            finding = look_at(port)

    assert files.asked == [f"HEAD /files/{PACKAGE}-1.0-py3-none-any.whl"]
    assert finding.grade is Grade.FAILED
    assert "403" in str(finding.problem)


def test_one_that_never_answers_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "REQUEST_SECONDS", 1.0)
    begun = time.monotonic()
    with hanging() as port:
        finding = look_at(port)

    assert finding.grade is Grade.FAILED
    assert "No answer from 127.0.0.1 within 1 s" in str(finding.problem)
    assert time.monotonic() - begun < 15


def test_a_name_that_nobody_looks_up_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "NAME_SECONDS", 0.5)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: threading.Event().wait(20))
    begun = time.monotonic()

    finding = look(UV_DEFAULT_INDEX="http://index.example/simple")[0]

    assert "No answer from index.example" in str(finding.problem)
    assert time.monotonic() - begun < 15


def test_a_closed_port_and_an_unknown_name_are_told_apart() -> None:
    with hanging() as closed:
        pass
    refused = look_at(closed)
    (unknown, clock) = look(UV_DEFAULT_INDEX="http://index.invalid/simple")

    assert "No connection to 127.0.0.1" in str(refused.problem)
    assert "The name index.invalid cannot be looked up" in str(unknown.problem)
    assert clock.grade is Grade.NOT_TRIED


def test_the_password_is_given_to_the_index_and_shown_to_nobody() -> None:
    with serving(answers := Answers(status=403)) as port:
        finding = look(UV_DEFAULT_INDEX=f"http://me:s3cret@127.0.0.1:{port}/simple")[0]

    assert answers.authorizations == [f"Basic {base64.b64encode(b'me:s3cret').decode()}"]
    assert "s3cret" not in repr(finding)


def test_a_certificate_that_nobody_knows_is_told_with_the_way_to_trust_it(authority: trustme.CA) -> None:
    with serving(answers := Answers(), tls=tls_of(authority.issue_cert("127.0.0.1"))) as port:
        finding = look_at(port, "https")

    assert finding.grade is Grade.FAILED
    assert "is not trusted (unable to get local issuer certificate)" in str(finding.problem)
    assert finding.command == "export SSL_CERT_FILE=certificate.pem"
    assert answers.asked == []


def test_the_command_against_an_unknown_certificate_is_the_right_one(authority: trustme.CA, tmp_path: Path) -> None:
    certificate = tmp_path / "certificate.pem"
    authority.cert_pem.write_to_path(str(certificate))

    with serving(Answers(), tls=tls_of(authority.issue_cert("127.0.0.1"))) as port:
        finding = look_at(port, "https", SSL_CERT_FILE=str(certificate))

    assert finding.grade is Grade.OK


def test_a_certificate_that_the_system_trusts_leads_to_uv_s_own_setting(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "system.pem"))
    monkeypatch.setattr(trusting, "_SYSTEM_FILES", (str(tmp_path / "system.pem"),))

    with serving(Answers(), tls=tls_of(authority.issue_cert("127.0.0.1"))) as port:
        finding = look_at(port, "https")
        after = look_at(port, "https", UV_SYSTEM_CERTS="true")

    assert "trusted by this system, and not by uv" in str(finding.problem)
    assert finding.command == "export UV_SYSTEM_CERTS=true"
    assert after.grade is Grade.OK


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_certificate_for_another_name_is_somebody_else_s(host: str, authority: trustme.CA, tmp_path: Path) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))

    with serving(Answers(), tls=tls_of(authority.issue_cert("portal.example"))) as port:
        finding = look(UV_DEFAULT_INDEX=f"https://{host}:{port}/simple", SSL_CERT_FILE=str(tmp_path / "ca.pem"))[0]

    assert f"Somebody else answers for {host}" in str(finding.problem)


def test_a_clock_that_makes_certificates_invalid_is_found_by_the_date_of_the_answer(
    authority: trustme.CA, tmp_path: Path
) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    # For this machine it is over; the server's clock says that it is not yet: ours is ahead.
    over = authority.issue_cert("127.0.0.1", not_after=datetime.now(UTC) - timedelta(days=1))

    with serving(answers := Answers(ahead_seconds=-86_400 * 400), tls=tls_of(over)) as port:
        index, clock = look(
            UV_DEFAULT_INDEX=f"https://me:s3cret@127.0.0.1:{port}/simple", SSL_CERT_FILE=str(tmp_path / "ca.pem")
        )

    assert "this machine's clock, which is wrong" in str(index.problem)
    assert (clock.grade, clock.found) == (Grade.FAILED, "400 days ahead of the index")
    assert "timedatectl" in str(clock.command) or "date -u -s" in str(clock.command)
    assert answers.authorizations == [None], "whoever was not proven gets no password"


def test_a_certificate_that_ran_out_is_not_the_clock_s_fault(authority: trustme.CA, tmp_path: Path) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    over = authority.issue_cert("127.0.0.1", not_after=datetime.now(UTC) - timedelta(days=1))

    with serving(Answers(), tls=tls_of(over)) as port:
        index, clock = look(UV_DEFAULT_INDEX=f"https://127.0.0.1:{port}/simple", SSL_CERT_FILE=str(tmp_path / "ca.pem"))

    assert "has run out, or is not valid yet" in str(index.problem)
    assert clock.grade is Grade.OK


@pytest.mark.parametrize(("ahead", "found"), [(600, "10 minutes behind"), (-7200, "2 hours ahead of")])
def test_a_clock_that_is_off_is_a_warning(ahead: float, found: str) -> None:
    with serving(Answers(ahead_seconds=ahead)) as port:
        index, clock = look(UV_DEFAULT_INDEX=f"http://127.0.0.1:{port}/simple")

    assert index.grade is Grade.OK
    assert clock.grade is Grade.WARNING
    assert found in clock.found


@pytest.mark.parametrize(
    ("refusal", "said", "command"),
    [
        pytest.param("403 Forbidden", "refuses to ask 127.0.0.1: 403 Forbidden", "unset HTTPS_PROXY", id="403"),
        pytest.param(
            "407 Proxy Authentication Required",
            "wants a name and a password",
            "export HTTPS_PROXY=http://USER:PASSWORD@127.0.0.1:",
            id="407",
        ),
    ],
)
def test_a_proxy_that_refuses_is_told_apart_from_the_index(refusal: str, said: str, command: str) -> None:
    with proxying(refusal) as (proxy, asked):
        finding = look_at(1, "https", HTTPS_PROXY=f"http://me:s3cret@127.0.0.1:{proxy}")

    assert asked == ["CONNECT 127.0.0.1:1 HTTP/1.1"]
    assert finding.grade is Grade.FAILED
    assert said in str(finding.problem)
    assert str(finding.command).startswith(command)
    assert f"through the proxy http://***@127.0.0.1:{proxy}" in finding.found
    assert "s3cret" not in repr(finding)


def test_a_proxy_that_is_not_there_and_one_that_lets_through(authority: trustme.CA, tmp_path: Path) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    trusted = {"SSL_CERT_FILE": str(tmp_path / "ca.pem")}
    with hanging() as closed:
        pass
    with serving(Answers(), tls=tls_of(authority.issue_cert("127.0.0.1"))) as port:
        missing = look_at(port, "https", HTTPS_PROXY=f"http://127.0.0.1:{closed}", **trusted)
        with proxying() as (proxy, asked):
            through = look_at(port, "https", HTTPS_PROXY=f"http://127.0.0.1:{proxy}", **trusted)
        around = look_at(port, "https", HTTPS_PROXY=f"http://127.0.0.1:{closed}", NO_PROXY="127.0.0.1", **trusted)

    assert (missing.problem, missing.command) == ("The proxy cannot be reached.", "unset HTTPS_PROXY")
    assert (through.grade, around.grade) == (Grade.OK, Grade.OK)
    assert asked == [f"CONNECT 127.0.0.1:{port} HTTP/1.1"]


def test_offline_asks_nobody() -> None:
    with serving(answers := Answers()) as port:
        finding = look_at(port, UV_OFFLINE="1")

    assert (finding.grade, finding.command) == (Grade.WARNING, "unset UV_OFFLINE")
    assert answers.asked == []


def test_an_index_of_pip_s_is_handed_to_uv_where_pypi_does_not_answer(tmp_path: Path) -> None:
    (tmp_path / "pip").mkdir()
    (tmp_path / "pip" / "pip.conf").write_text("[global]\nindex-url = https://me:s3cret@mirror.example/simple\n")
    del os.environ["PIP_CONFIG_FILE"]
    with hanging() as closed:
        pass

    finding = look(HTTPS_PROXY=f"http://127.0.0.1:{closed}")[0]

    assert "pip is set to another index" in str(finding.problem)
    assert finding.command == 'export UV_DEFAULT_INDEX="$(python -m pip config get global.index-url)"'
