from scaffold import contract
from scaffold.model import Mode, Response, RunTable

TABLE = RunTable("x", "0", Response.HTML, ("dev",), ("serve",), static="/static/a.css", documentation="https://x.org/")


def test_every_check_has_a_name_of_its_own() -> None:
    for mode in Mode:
        names = [check.name for check in contract.checks(TABLE, mode)]

        assert len(names) == len(set(names))


def test_production_is_asked_all_that_development_is_asked_and_more() -> None:
    dev = {check.name for check in contract.checks(TABLE, Mode.DEV)}
    serve = {check.name for check in contract.checks(TABLE, Mode.SERVE)}

    assert serve - dev == {
        "headers",
        "no-server-version",
        "foreign-host",
        "not-found-reveals-nothing",
        "post-hello-reveals-nothing",
    }
    assert dev < serve


def test_a_starter_without_static_files_is_not_asked_for_them() -> None:
    bare = RunTable("x", "0", Response.JSON, ("dev",), ("serve",))

    names = {check.name for check in contract.checks(bare, Mode.SERVE)}

    assert not {name for name in names if name.startswith("static")}


def test_every_check_can_be_named_by_an_exception() -> None:
    names = {check.name for mode in Mode for check in contract.checks(TABLE, mode)}

    assert names | set(contract.SUPERVISED) == contract.check_names()
