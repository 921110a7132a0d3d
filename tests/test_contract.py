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

    assert {"headers", "foreign-host", "not-found-reveals-nothing", "large-body", "trace"} <= serve - dev
    assert dev < serve


def test_a_starter_without_static_files_is_not_asked_for_them() -> None:
    bare = RunTable("x", "0", Response.JSON, ("dev",), ("serve",))

    names = {check.name for check in contract.checks(bare, Mode.SERVE)}

    assert not {name for name in names if name.startswith("static")}


def test_every_check_can_be_named_by_an_exception() -> None:
    names = {check.name for mode in Mode for check in contract.checks(TABLE, mode)}

    assert names | set(contract.SUPERVISED) | set(contract.FILE_CHECKS) == contract.check_names()


def test_what_a_check_proves_is_an_item_and_most_items_have_a_proof() -> None:
    numbers = [item.number for item in contract.ITEMS]
    proven = {number for number in numbers if contract.proofs_of(number)}
    proves = {item for mode in Mode for check in contract.checks(TABLE, mode) for item in check.proves}

    assert len(numbers) == len(set(numbers))
    assert proves <= set(numbers)
    # For these there is no check: either a starter's own test, or they do not apply.
    assert set(numbers) - proven == {"S25", "S26", "S30"}
