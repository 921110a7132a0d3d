"""One question on a screen, which is drawn over as one types and is gone when it is answered.

By prompt_toolkit itself and not by questionary, which stands on it and has no way back, shows all choices where a
search finds none, and cuts the reason of a refusal at the edge of the window.
"""

from collections.abc import Callable, Sequence

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import (
    BufferControl,
    Container,
    Dimension,
    FormattedTextControl,
    HSplit,
    Layout,
    VSplit,
    Window,
)
from prompt_toolkit.output import create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.styles import Style

from scaffold.cli.asking.form import Form
from scaffold.cli.asking.questions import MANY_CHOICES, Answer, Back, Kind, Question
from scaffold.cli.asking.rows import details, rows, wrapped

# How long after Esc the rest of an arrow key's sequence may come.
ESCAPE_SECONDS = 0.1
FEWEST_ROWS, MOST_ROWS = 3, 10
# From so many lines on, the answers so far have room above the question.
TALL_LINES = 18
STYLE = Style([("title", "bold"), ("pointed", "bold fg:ansicyan"), ("problem", "fg:ansired")])
HELP = {
    Kind.TEXT: "Enter: go on. Esc or <: back. Ctrl-C: end.",
    Kind.ONE: "Up, Down, Enter. Esc or <: back. Ctrl-C: end.",
    Kind.SEVERAL: "Space: yes or no. Enter: go on. Esc or <: back. Ctrl-C: end.",
}


class Screen:
    """A front end that draws."""

    def __init__(self) -> None:
        self._input = create_input()
        self._output = create_output()
        if isinstance(self._output, Vt100_Output):
            # It is not needed to know where the cursor is, and terminals that do not tell would be complained of.
            self._output.enable_cpr = False

    def ask(self, question: Question, *, place: str, done: Sequence[tuple[str, str]]) -> Answer:
        form = Form(question)
        application: Application[Answer] = Application(
            layout=self._layout(form, place, done),
            key_bindings=_keys(form),
            style=STYLE,
            erase_when_done=True,
            input=self._input,
            output=self._output,
        )
        application.ttimeoutlen = application.timeoutlen = ESCAPE_SECONDS
        # A signal to end is an exception here; see `asking.ask`.
        return application.run(handle_sigint=False, set_exception_handler=False)

    def say(self, lines: Sequence[str]) -> None:
        for line in lines:
            print(line, flush=True)

    def _layout(self, form: Form, place: str, done: Sequence[tuple[str, str]]) -> Layout:
        question = form.question
        head = f"{question.title} ({place})" if place else question.title
        size = self._output.get_size
        so_far = [f"{title}: {answer}" for title, answer in done] if size().rows >= TALL_LINES else []
        parts: list[Container] = [_lines("", lambda: so_far)] if so_far else []
        field = _field(form)
        if _is_typed(question):
            title = Window(FormattedTextControl([("class:title", f"{head}: ")]), dont_extend_width=True)
            parts.append(VSplit([title, field]))
        else:
            parts.append(_lines("class:title", lambda: [head], always=True))
        if question.choices:
            control = FormattedTextControl(lambda: _rows(form, size().columns), focusable=True, show_cursor=False)
            choices = Window(control, height=lambda: _height(form), dont_extend_height=True)
            parts.append(choices)
        parts += [
            _lines("", lambda: details(question, form.choice, columns=size().columns)),
            _lines("class:problem", lambda: wrapped(form.problem or "", size().columns), always=True),
            _lines("", lambda: wrapped(_help(question), size().columns)),
        ]
        return Layout(HSplit(parts), focused_element=field if _is_typed(question) else choices)


def _help(question: Question) -> str:
    search = f"Type to search all {len(question.choices)}. " if question.searched else ""
    return search + HELP[question.kind]


def _is_typed(question: Question) -> bool:
    return question.kind is Kind.TEXT or question.searched


def _field(form: Form) -> Window:
    """One line to type in."""
    buffer = Buffer(document=Document(form.text), multiline=False)
    buffer.on_text_changed += lambda buffer: form.type(buffer.text)
    return Window(BufferControl(buffer), height=1)


def _lines(style: str, texts: Callable[[], Sequence[str]], *, always: bool = False) -> Window:
    """As many lines as there are; in a low window fewer, unless they are always needed."""

    def height() -> Dimension:
        count = len(texts())
        return Dimension(min=count if always else 0, preferred=count, max=count)

    control = FormattedTextControl(lambda: [(style, "\n".join(texts()))])
    return Window(control, height=height, dont_extend_height=True)


def _rows(form: Form, columns: int) -> StyleAndTextTuples:
    return [*rows(form.question, form.choices, pointed=form.pointed, checked=form.checked, columns=columns)]


def _height(form: Form) -> Dimension:
    wanted = min(len(form.choices), MOST_ROWS)
    return Dimension(min=min(wanted, FEWEST_ROWS), preferred=wanted, max=wanted)


def _keys(form: Form) -> KeyBindings:
    bindings = KeyBindings()

    @bindings.add("enter", eager=True)
    def _enter(event: KeyPressEvent) -> None:
        answer = form.answer()
        if answer is not None:
            event.app.exit(result=answer)

    @bindings.add("escape", eager=True)
    def _back(event: KeyPressEvent) -> None:
        event.app.exit(exception=Back())

    @bindings.add("c-c", eager=True)
    @bindings.add("c-d", eager=True)
    def _end(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt())

    @bindings.add("c-z", eager=True)
    def _suspend(event: KeyPressEvent) -> None:
        event.app.suspend_to_background()

    @bindings.add("<", eager=True)
    def _less(event: KeyPressEvent) -> None:
        event.app.exit(exception=Back())

    for keys, count in (
        (("up", "c-p"), -1),
        (("down", "c-n"), 1),
        (("pageup",), -MOST_ROWS),
        (("pagedown",), MOST_ROWS),
    ):
        for key in keys:
            bindings.add(key, eager=True)(_moving(form, count))
    if form.question.choices and not _is_typed(form.question):
        for number in range(1, MANY_CHOICES + 1):
            bindings.add(str(number), eager=True)(_pointing(form, number - 1))
    if form.question.kind is Kind.SEVERAL:

        @bindings.add("space", eager=True)
        def _toggle(event: KeyPressEvent) -> None:
            form.toggle()

    return bindings


def _moving(form: Form, count: int) -> Callable[[KeyPressEvent], None]:
    return lambda event: form.move(count)


def _pointing(form: Form, index: int) -> Callable[[KeyPressEvent], None]:
    return lambda event: form.point(index)
