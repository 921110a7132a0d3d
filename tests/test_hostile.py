"""Forty hostile inputs: each is refused in one sentence or does no harm, and nothing around it is changed."""

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scaffold import catalog, foreign
from scaffold.errors import RenderError
from scaffold.model import Limits

from .foreign import COPIER_YML, git, make_template
from .hostile import Done, Mutation, Program, Surroundings, snapshot, surroundings

# Each is a process of its own, and there are many.
pytestmark = pytest.mark.slow

FRAMEWORK = "flask"
NEW = ("--framework", FRAMEWORK, "--no-install", "--no-git")
CODE = Path(catalog.__file__).parent


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, cache_folder: Path) -> Iterator[Program]:
    running = Program(tmp_path_factory.mktemp("said"), cache_folder)
    yield running
    running.close()


@pytest.fixture
def around() -> Iterator[Surroundings]:
    with surroundings() as made:
        yield made


def assert_refused(done: Done, code: int, said: str) -> None:
    """One sentence that can be shown on any terminal, on standard error, and the documented code."""
    assert "Traceback" not in done.err, done.err
    assert re.fullmatch(r"scaffold: [^\n]+\n", done.err), done.err
    assert done.err.strip().isprintable()
    assert said in done.err
    assert done.code == code


def assert_complete(done: Done, project: Path) -> None:
    assert (done.code, done.err) == (0, "")
    assert (project / "pyproject.toml").is_file()
    assert (project / "uv.lock").is_file()
    assert not project.is_symlink()


def write(file: Path) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text("mine")


NAMES = {
    "H01": ("class", "import", "None", "match", "type"),
    "H02": ("json", "types", "email", "http", "logging"),
    "H03": ("test", "code", "queue"),
    "H04": (FRAMEWORK, "click", "jinja2", "werkzeug", "gunicorn"),
    "H05": ("None", "__init__", "site"),
    "H06": ("na\u00efve", "\u043f\u0440\u0438\u0432\u0435\u0442"),
    "H07": ("\uff41\uff50\uff50",),
    "H08": ("app\u202egpj", "a\u200bb", "\u200fapp"),
    "H09": (".app", "_app", "1app"),
    "H10": ("../up", "a/b", "a\\b", "/abs", "C:x", "~x", "~root", "..", "."),
    "H11": ("CON", "aux", "NUL.txt", "COM1", "app.", "app "),
    "H12": ("a" * 300, "a" * 65),
    "H13": ("a\nb", "app\n", "a\0b", "a\tb", "a\x1b[31mb", "caf\udce9"),
    "H14": (
        'x"\nevil="1',
        "x\nSECRET=1",
        "x\nRUN curl",
        "{{7*7}}",
        "{% raw %}",
        "${{ github.token }}",
        "$(touch p)",
        "%s",
        "<script>",
    ),
}


# A test for each number and not for each name: what is around a test takes longer than the refusal.
@pytest.mark.parametrize("number", NAMES)
def test_names(program: Program, around: Surroundings, number: str) -> None:
    around.remember()

    for name in NAMES[number]:
        assert_refused(program(around, "new", *NEW, "--", name), 2, "Try '")
        assert around.unchanged(), ascii(name)


def test_h09_a_name_with_a_leading_dash_is_taken_for_an_option(program: Program, around: Surroundings) -> None:
    around.remember()

    assert_refused(program(around, "new", *NEW, "-rf"), 2, "No such option: -r")
    assert around.unchanged()


def test_h12_a_name_of_64_characters_is_the_longest(program: Program, around: Surroundings) -> None:
    around.remember()

    assert_complete(program(around, "new", "a" * 64, *NEW), around.work / ("a" * 64))
    assert around.unchanged(around.work / ("a" * 64))


# What is there, what is given with --dest, and what is said.
Prepare = Callable[[Surroundings], object]
DESTINATIONS: dict[str, tuple[Prepare, str, str]] = {
    "H15-a file": (lambda here: (here.work / "app").write_text("mine"), "app", "is not a directory"),
    "H15-below a file": (
        lambda here: (here.work / "file").write_text("mine"),
        "file/app",
        "is a file and not a folder",
    ),
    "H17-not empty": (
        lambda here: write(here.work / "app" / "mine"),
        "app",
        "is not empty",
    ),
    "H17-the current folder": (lambda _: None, ".", "is the current folder"),
    "H18-link to a folder": (lambda here: (here.work / "app").symlink_to(here.outside), "app", "is a link"),
    "H18-dangling link": (lambda here: (here.work / "app").symlink_to("nowhere"), "app", "is a link"),
    "H18-below a dangling link": (lambda here: (here.work / "l").symlink_to("nowhere"), "l/app", "leads nowhere"),
    "H18-below a loop": (lambda here: (here.work / "l").symlink_to("l"), "l/app", "leads nowhere"),
    "H24-a name of 300 bytes": (lambda _: None, "x" * 300, "255 bytes"),
    "H24-a path of 5000 bytes": (lambda _: None, "/".join(["x" * 200] * 25), "more than 3,000 bytes"),
    "H10-of Windows": (lambda _: None, "C:\\Users\\app", "is a path of Windows"),
    "H10-home that no shell replaced": (lambda _: None, "~/app", "begins with a '~'"),
    "H13-escape": (lambda _: None, "a\x1b[31mb/app", "control or invisible"),
    "H13-no UTF-8": (lambda _: None, "caf\udce9", "control or invisible"),
    "H19-no such file system": (lambda _: None, "/proc/nowhere/app", "cannot be written"),
    "H25-App beside app": (lambda here: (here.work / "App").mkdir(), "app", "differs only in case from 'App'"),
    "H25-below App beside app": (
        lambda here: (here.work / "App").mkdir(),
        "aPP/inner/app",
        "differs only in case from 'App'",
    ),
    "H25-a file App": (lambda here: (here.work / "App").write_text("mine"), "app", "differs only in case from 'App'"),
    "H25-composed otherwise": (
        lambda here: (here.work / "cafe\u0301").mkdir(),
        "caf\u00e9",
        "differs only in case from",
    ),
    "H22-a .git that is a file": (lambda here: (here.work / ".git").write_text("x"), ".git/app", "is a file"),
}


@pytest.mark.parametrize("case", DESTINATIONS)
def test_a_destination(program: Program, around: Surroundings, case: str) -> None:
    prepare, dest, said = DESTINATIONS[case]
    prepare(around)
    around.remember()

    done = program(around, "new", "app", *NEW, "--dest", dest)

    assert_refused(done, 4, said)
    assert around.unchanged()


GOOD_DESTINATIONS: dict[str, tuple[Prepare, str]] = {
    "H16-empty": (lambda here: (here.work / "app").mkdir(), "app"),
    "H24-spaces, quotes, brackets": (lambda _: None, 'OneDrive - Contoso (1)/it\'s "mine" [/b] $HOME `x`'),
    "H24-250 and more": (lambda _: None, "/".join(["d" * 100] * 6)),
}


@pytest.mark.parametrize("case", GOOD_DESTINATIONS)
def test_a_destination_that_is_taken_as_it_is(program: Program, around: Surroundings, case: str) -> None:
    prepare, dest = GOOD_DESTINATIONS[case]
    prepare(around)
    around.remember()

    done = program(around, "new", "app", *NEW, "--dest", dest)

    assert_complete(done, around.work / dest)
    assert around.unchanged(around.work / Path(dest).parts[0])


def test_h18_below_a_link_the_project_is_where_the_link_leads_and_that_place_is_said(
    program: Program, around: Surroundings
) -> None:
    (around.work / "link").symlink_to(around.outside)
    around.remember()

    done = program(around, "new", "app", *NEW, "--dest", "link/app")

    assert_complete(done, around.outside / "app")
    assert str(around.outside / "app") in done.out
    assert around.unchanged(around.outside / "app")


def test_h18_a_current_folder_that_was_removed(program: Program, around: Surroundings) -> None:
    around.remember()

    gone = ["sh", "-c", f'mkdir gone && cd gone && rmdir ../gone && exec "$@" {" ".join(NEW)}', "sh"]
    done = program.anew(around, [*gone, sys.executable, "-m", "scaffold", "new", "app"])

    assert_refused(done, 4, "The current folder is not there any more")
    assert around.unchanged()


def in_a_namespace(script: str) -> list[str]:
    """A shell that may mount, and then starts `scaffold new app`; the mounts end with it."""
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("this machine lets nobody make a name space of mounts")
    command = [sys.executable, "-m", "scaffold", "new", "app"]
    return ["unshare", "-rm", "sh", "-ec", f'{script}; shift 0; exec "$@"', "sh", *command]


def test_h19_a_read_only_mount(program: Program, around: Surroundings) -> None:
    (around.work / "ro").mkdir()
    around.remember()

    argv = in_a_namespace("mount --bind ro ro && mount -o remount,ro,bind ro")
    done = program.anew(around, [*argv, *NEW, "--dest", "ro/app"])

    assert_refused(done, 4, "it is read-only")
    assert around.unchanged()


def test_h19_a_folder_in_which_one_may_not_write(program: Program, around: Surroundings) -> None:
    (around.work / "ro").mkdir(mode=0o500)
    around.remember()
    argv = [sys.executable, "-m", "scaffold", "new", "app", *NEW, "--dest", "ro/app"]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root may write everywhere")
        argv = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", *argv]

    done = program.anew(around, argv)

    assert_refused(done, 4, "you may not write there")
    assert around.unchanged()


@pytest.mark.parametrize("kilobytes", [4, 24, 60])
def test_h20_a_disk_that_is_full_after_some_bytes(program: Program, around: Surroundings, kilobytes: int) -> None:
    (around.work / "small").mkdir()
    around.remember()
    look = 'trap "ls -A small > left" EXIT'

    argv = in_a_namespace(f"mount -t tmpfs -o size={kilobytes}k tmpfs small; {look}")
    # Not replaced by the program, to look at what is left before the mount is gone.
    argv[4] = argv[4].replace("exec ", "")
    done = program.anew(around, [*argv, *NEW, "--dest", "small/app"])

    assert_refused(done, 4, "No space left on device")
    assert (around.work / "left").read_text() == ""
    assert around.unchanged(around.work / "left")


def test_h20_a_file_that_the_system_cuts(program: Program, around: Surroundings) -> None:
    around.remember()

    limited = ["bash", "-c", 'ulimit -f 2; exec "$@"', "bash", sys.executable, "-m", "scaffold", "new", "app", *NEW]
    done = program.anew(around, limited)

    assert_refused(done, 4, "File too large")
    assert around.unchanged()


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="there is no second file system here")
def test_h21_another_file_system_than_that_of_temporary_files(program: Program, around: Surroundings) -> None:
    place = Path("/dev/shm") / around.root.name
    around.remember()
    try:
        done = program(around, "new", "app", *NEW, "--dest", place / "app")

        assert_complete(done, place / "app")
        assert os.listdir(place) == ["app"]
        assert around.unchanged()
    finally:
        shutil.rmtree(place, ignore_errors=True)


def test_h22_inside_a_git_repository_it_is_left_alone(program: Program, around: Surroundings) -> None:
    git(around.work, "init", "--quiet")
    around.remember()

    done = program(around, "new", "app", "--framework", FRAMEWORK, "--no-install")

    assert_complete(done, around.work / "app")
    assert not (around.work / "app" / ".git").exists()
    assert around.unchanged(around.work / "app")


def test_h22_inside_another_project_that_one_is_left_alone(program: Program, around: Surroundings) -> None:
    assert program(around, "new", "outer", *NEW).code == 0
    around.work = around.work / "outer"
    around.remember()

    assert_complete(program(around, "new", "app", *NEW), around.work / "app")
    assert around.unchanged(around.work / "app")


def test_h23_of_five_at_once_to_one_place_one_wins(around: Surroundings) -> None:
    around.remember()
    argv = [sys.executable, "-m", "scaffold", "new", "app", *NEW]
    environ = os.environ | around.environ
    processes = [
        subprocess.Popen(argv, cwd=around.work, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for _ in range(5)
    ]
    said = [process.communicate(timeout=60)[1].decode() for process in processes]

    assert sorted(process.returncode for process in processes) == [0, 4, 4, 4, 4]
    assert sum("Nothing was changed" in each for each in said) == 4
    assert os.listdir(around.work) == ["app"]
    assert around.unchanged(around.work / "app")


ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
MANY = "{% yield n from range(100000) %}{{ n }}{% endyield %}.txt"
LINK = "is a link that leads out of the template"
SSTI = {
    "class": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "globals": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "attr": "{{ (''|attr('__class__')).mro() }}",
    "attr in hexadecimal": "{{ (''|attr('\\x5f\\x5fclass\\x5f\\x5f')).mro() }}",
    "format": "{{ '{0.__class__.__init__.__globals__}'.format(cycler) }}",
    "format_map": "{{ '{a.__class__.__mro__}'.format_map({'a': 1}) }}",
    "map": "{{ ['']|map(attribute='__class__')|map(attribute='__mro__')|list }}",
    "self": "{{ self.__init__.__globals__.__builtins__.open('/etc/passwd').read() }}",
    "lipsum": "{{ lipsum.__globals__['os'].system('touch ran') }}",
    "import": "{{ joiner.__init__.__globals__.__builtins__.__import__('os').system('touch ran') }}",
    "include": "{% include '../../../../../../etc/passwd' %}",
}


def text(name: str, content: str = "x") -> Mutation:
    return lambda files, _: (files / name).write_text(content)


def link(name: str, target: str) -> Mutation:
    return lambda files, outside: (files / name).symlink_to(target.replace("OUTSIDE", str(outside)))


def both(*mutations: Mutation) -> Mutation:
    return lambda files, outside: [each(files, outside) for each in mutations]


def in_a_folder(name: str, file: str) -> Mutation:
    return lambda files, _: write(files / name / file)


def listening(files: Path, _: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(files / "s"))


def sparse(files: Path, _: Path) -> None:
    with (files / "big").open("wb") as file:
        file.truncate(2 * 10**9)


def undecodable(files: Path, _: Path) -> None:
    Path(os.fsdecode(os.fsencode(files) + b"/caf\xe9")).write_text("x")


PRESERVED = "_preserve_symlinks: true\n"
# What is put into a template, the settings above its own, what is said of it.
TEMPLATES: dict[str, tuple[Mutation, str, str]] = {
    "H25-two files that differ in case": (both(text("Notes"), text("notes")), "", "which are one on many file systems"),
    "H25-two folders that differ in case": (
        both(in_a_folder("Docs", "a"), in_a_folder("docs", "b")),
        "",
        "which are one on many file systems",
    ),
    "H26-absolute link": (link("l", "OUTSIDE/precious"), "", LINK),
    "H26-relative link": (link("l", "../../../../outside/precious"), "", LINK),
    "H26-link to a folder": (link("l", "OUTSIDE"), "", LINK),
    "H26-preserved link": (link("l", "OUTSIDE/precious"), PRESERVED, LINK),
    "H27-loop": (link("l", "l"), "", "is a link to nothing"),
    "H27-loop over a folder": (link("l", "."), "", "is a link to a folder"),
    "H28-write through a link": (
        both(link("l", "OUTSIDE"), in_a_folder("{{ 'l' }}", "precious")),
        PRESERVED,
        LINK,
    ),
    "H28-write through a link that is rendered": (
        both(link("l.jinja", "{{ '/tmp' }}"), in_a_folder("{{ 'l' }}", "precious")),
        PRESERVED,
        "is a link",
    ),
    "H29-up": (text("{{ '..' }}"), "", "ForbiddenPathError"),
    "H29-up and down": (in_a_folder("{{ '..' ~ _copier_conf.sep ~ 'up' }}", "x"), "", "ForbiddenPathError"),
    "H29-absolute": (text("{{ '{}tmp{}evil'.format(_copier_conf.sep, _copier_conf.sep) }}"), "", "ForbiddenPathError"),
    "H30-one path": (both(text("{{ 'a' }}"), text("a")), "", "it makes a twice"),
    "H31-FIFO": (lambda files, _: os.mkfifo(files / "f"), "", "is neither a file nor a folder"),
    "H31-socket": (listening, "", "is neither a file nor a folder"),
    "H32-2 GB": (sparse, "", "2,000 MB"),
    "H33-a name that is no UTF-8": (undecodable, "", "control or invisible"),
    "H33-a body that is no UTF-8": (
        lambda files, _: (files / "b.jinja").write_bytes(b"\xff\xfe{{ 1 }}"),
        "",
        "UnicodeDecodeError",
    ),
    "H35-8 GB": (text("s.jinja", "{{ 'x' * 8000000000 }}"), "", "emory"),
    **{f"H37-{name}": (text("s.jinja", payload), "", "Error|TemplateNotFound") for name, payload in SSTI.items()},
    "H38-extension": (lambda *_: None, "_jinja_extensions: [os.path]\n", "extension|jinja_extensions"),
    "H39-escape in a name": (text("a\x1b[2Jb"), "", "control or invisible"),
    "H39-escape in a name that is rendered": (text("{{ '\\x1b[2J' }}"), "", "control or invisible"),
    "H39-escape in a message": (text("s.jinja", "{{ nope['\\x1b[2J'] }}"), "", "undefined"),
}


@pytest.mark.parametrize("case", TEMPLATES)
def test_a_template_of_others(program: Program, around: Surroundings, case: str) -> None:
    mutation, settings, said = TEMPLATES[case]
    folder = make_template(around.root / "mine", settings + COPIER_YML)
    mutation(folder / "project", around.outside)
    around.remember()

    done = program(around, "smoke", "--template", folder)

    # Refused when it is looked at (2); or a template that cannot be rendered, as a line of the report (5).
    assert "Traceback" not in done.err, done.err
    if done.code == 2:
        assert_refused(done, 2, "The template ")
    else:
        assert done.code == 5, done
    assert re.search(said, done.out + done.err), done
    assert "\x1b" not in done.out + done.err
    assert around.unchanged()


@pytest.mark.parametrize("case", TEMPLATES)
def test_a_changed_copy_of_our_own_templates(program: Program, around: Surroundings, case: str) -> None:
    mutation, settings, said = TEMPLATES[case]
    templates = copy_of_the_templates(around.root / "checkout")
    template = templates / FRAMEWORK
    mutation(template / "project", around.outside)
    (template / "copier.yml").write_text(settings + (template / "copier.yml").read_text())
    around.remember()

    done = program(around, "new", "app", *NEW, templates=templates)

    assert_refused(done, 5, "The template is broken: ")
    assert re.search(said, done.err), done.err
    assert around.unchanged()


# What is in line 2 of a template's file, and what is said of it.
BREAKING = {
    "syntax": ("{% if %}", "TemplateSyntaxError: "),
    "undefined": ("{{ nope.x }}", "UndefinedError: 'nope' is undefined"),
    "division": ("{{ 1 // 0 }}", "ZeroDivisionError: "),
    "filter": ("{{ 1 | nosuch }}", "TemplateAssertionError: No filter named 'nosuch'"),
    "included": ("{% include 'nosuch.txt' %}", "TemplateNotFound: "),
}


@pytest.mark.parametrize("case", BREAKING)
def test_a_template_that_breaks_while_it_renders_is_said_with_its_file_and_line(
    program: Program, around: Surroundings, case: str
) -> None:
    line, said = BREAKING[case]
    theirs = make_template(around.root / "mine", files={"s.jinja": f"x\n{line}\n"})
    templates = copy_of_the_templates(around.root / "checkout")
    (templates / FRAMEWORK / "project" / "s.jinja").write_text(f"x\n{line}\n")
    around.remember()

    ours = program(around, "new", "app", *NEW, templates=templates)
    shown = program(around, "show", FRAMEWORK, templates=templates)
    proven = program(around, "smoke", "--template", theirs)

    for done in (ours, shown):
        assert_refused(done, 5, f"The template is broken: {FRAMEWORK}: project/s.jinja, line 2: {said}")
    assert proven.code == 5
    assert f"The template is broken: project/s.jinja, line 2: {said}" in proven.out
    assert "Traceback" not in proven.out + proven.err
    assert around.unchanged()


def copy_of_the_checkout(folder: Path) -> Path:
    """scaffold with the templates of one framework, to be changed."""
    shutil.copytree(CODE, folder / "src" / "scaffold", ignore=shutil.ignore_patterns("templates"))
    copy_of_the_templates(folder)
    return folder / "src"


def copy_of_the_templates(folder: Path) -> Path:
    """The templates of one framework, to be changed."""
    (folder / "templates").mkdir(parents=True)
    templates = catalog.templates_folder()
    for name in (catalog.BASE, FRAMEWORK):
        shutil.copytree(templates / name, folder / "templates" / name)
    shutil.copy(templates / "examples.txt", folder / "templates")
    return folder / "templates"


def with_limit(source: Path, file: str, limit: str, usual: str, wanted: str) -> None:
    """Change a limit in a copy, so that it is reached sooner."""
    text = (source / "scaffold" / file).read_text()
    assert text.count(f"\n{limit}{usual}\n") == 1
    (source / "scaffold" / file).write_text(text.replace(f"{limit}{usual}", f"{limit}{wanted}"))


async def test_h34_an_endless_loop_ends_at_its_deadline(tmp_path: Path, scratch: Path) -> None:
    template = foreign.named(str(make_template(tmp_path / "mine", files={"s.jinja": ENDLESS})))

    with pytest.raises(RenderError, match="took more than 2 seconds"):
        await foreign.render(replace(template, limits=Limits(seconds=2)), scratch / "project", scratch)
    await asyncio.sleep(0)

    assert not (scratch / "project" / "s").exists()


def test_h34_an_endless_loop_ends_at_its_deadline_by_the_command_line(around: Surroundings) -> None:
    """Ours as `new` and theirs as `smoke --template`, with six seconds in the place of sixty."""
    theirs = make_template(around.root / "mine", files={"s.jinja": ENDLESS})
    source = copy_of_the_checkout(around.root / "checkout")
    (around.root / "checkout" / "templates" / FRAMEWORK / "project" / "s.jinja").write_text(ENDLESS)
    with_limit(source, "render/__init__.py", "RENDER_SECONDS = ", "60.0", "6.0")
    with_limit(source, "model/templates.py", "    seconds: float = ", "60.0", "6.0")
    environ = os.environ | around.environ | {"PYTHONPATH": str(source)}
    words = (["new", "app", *NEW], ["smoke", "--template", str(theirs)])
    processes = [
        subprocess.Popen(
            [sys.executable, "-B", "-m", "scaffold", *each],
            cwd=around.work,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for each in words
    ]
    (_, ours), (proven, _) = (process.communicate(timeout=110) for process in processes)

    assert [process.returncode for process in processes] == [5, 5]
    assert ours == "scaffold: Rendering took more than 6 seconds.\n"
    assert "The template mine took more than 6 seconds, and that is the limit." in proven
    assert not (around.work / "app").exists()
    # What the next run removes, as after a kill.
    assert (
        subprocess.run([sys.executable, "-m", "scaffold", "new", "b", *NEW], cwd=around.work, check=False).returncode
        == 0
    )
    assert os.listdir(around.work) == ["b"]


def test_h36_files_without_end_are_stopped_at_the_limit_by_the_command_line(
    program: Program, around: Surroundings
) -> None:
    """With 500 files in the place of 5,000, which take a busy machine a minute."""
    theirs = make_template(around.root / "mine", files={MANY: "x"})
    source = copy_of_the_checkout(around.root / "checkout")
    with_limit(source, "model/templates.py", "    files: int = ", "5_000", "500")
    around.remember()

    done = program.anew(around, [sys.executable, "-m", "scaffold", "smoke", "--template", str(theirs)], source)

    assert done.code == 5
    assert re.search(r"The template made \d+ files .* at most 500 files with 100 MB are taken", done.out)
    assert around.unchanged()


async def test_h36_files_without_end_are_counted_while_they_are_made(tmp_path: Path, scratch: Path) -> None:
    template = foreign.named(str(make_template(tmp_path / "mine", files={MANY: "x"})))

    with pytest.raises(RenderError, match="at most 200 files"):
        await foreign.render(replace(template, limits=Limits(files=200)), scratch / "project", scratch)


def test_h33_binary_files_line_ends_and_byte_order_marks_come_as_they_are(
    program: Program, around: Surroundings
) -> None:
    source = copy_of_the_checkout(around.root / "checkout")
    bodies = {"b.bin": bytes(range(256)), "crlf.txt": b"a\r\nb\r\n", "bom.txt": b"\xef\xbb\xbfa\n"}
    for name, body in bodies.items():
        (around.root / "checkout" / "templates" / FRAMEWORK / "project" / name).write_bytes(body)

    done = program.anew(around, [sys.executable, "-m", "scaffold", "new", "app", *NEW], source)

    assert_complete(done, around.work / "app")
    assert {name: (around.work / "app" / name).read_bytes() for name in bodies} == bodies


@pytest.mark.parametrize("feature", ["_tasks: [touch ran]", "_migrations: [touch ran]"])
def test_h38_what_a_template_wants_to_run_is_not_run(program: Program, around: Surroundings, feature: str) -> None:
    folder = make_template(around.root / "mine", f"{feature}\n{COPIER_YML}")
    around.remember()

    done = program(around, "smoke", "--template", folder)

    assert_refused(done, 2, "add --trust")
    assert around.unchanged()


def test_h14_an_answer_to_a_question_is_not_rendered(tmp_path: Path, scratch: Path) -> None:
    settings = COPIER_YML + "title: {type: str, default: x}\n"
    folder = make_template(tmp_path / "mine", settings, {"t.jinja": "{{ title }}"})
    before = snapshot(tmp_path)
    template = foreign.named(str(folder), ["title={{ 7 * 7 }}{% raw %}"])

    asyncio.run(foreign.render(template, scratch / "project", scratch))

    assert (scratch / "project" / "t").read_text() == "{{ 7 * 7 }}{% raw %}"
    assert snapshot(tmp_path) == before
