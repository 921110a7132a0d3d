"""Questions line by line: numbers, no colours, nothing drawn over; for screen readers and dumb terminals."""

import sys
from collections.abc import Sequence
from io import TextIOWrapper

from scaffold.cli.asking.questions import Answer, Back, Choice, Kind, Question, found

YES, NO = ("y", "yes"), ("n", "no")


class Lines:
    """A front end that writes lines and reads lines."""

    def __init__(self) -> None:
        if isinstance(sys.stdin, TextIOWrapper):
            # What is no text is refused as an answer, and ends nothing.
            sys.stdin.reconfigure(errors="replace")
        print('Each answer is a line. "<" goes back to the question before, Ctrl-C ends without writing anything.')

    def ask(self, question: Question, *, place: str, done: Sequence[tuple[str, str]]) -> Answer:
        print()
        print(f"Question {place}: {question.title}" if place else question.title)
        if refused := question.refused:
            print(refused)
        if question.kind is Kind.TEXT:
            return self._text(question)
        if question.kind is Kind.ONE:
            return self._one(question)
        return self._several(question)

    def say(self, lines: Sequence[str]) -> None:
        print()
        for line in lines:
            print(line)

    def _text(self, question: Question) -> Answer:
        while True:
            answer = (_typed(question.title, question.start[0]),)
            if (problem := question.problem(answer)) is None:
                return answer
            print(problem)

    def _one(self, question: Question) -> Answer:
        default = next((choice for choice in question.choices if (choice.value,) == question.start), None)
        _list(question, question.choices)
        while True:
            text = _typed(f"Number{', or a word to search for' * question.searched}", default.title if default else "")
            chosen = default if default and text == default.title else _chosen(question, text)
            if chosen is None:
                near = found(question.choices, text) if question.searched and text else []
                print(f"Found: {len(near)}" if near else question.unmatched(text))
                _list(question, near)
                # The only one that was found is one Enter away.
                default = near[0] if len(near) == 1 else default
                continue
            if (problem := question.problem((chosen.value,))) is None:
                if chosen.caution:
                    print(f"Caution: {chosen.caution}")
                return (chosen.value,)
            print(problem)

    def _several(self, question: Question) -> Answer:
        """Yes or no to each: a list of boxes is no pleasure to hear."""
        answer = set(question.start)
        index = 0
        while index < len(question.choices):
            choice = question.choices[index]
            try:
                is_wanted = _yes(f"{choice.title}?", default=choice.value in answer)
            except Back:
                if index == 0:
                    raise
                index -= 1
                continue
            answer = answer | {choice.value} if is_wanted else answer - {choice.value}
            index += 1
            chosen = tuple(each.value for each in question.choices if each.value in answer)
            if index == len(question.choices) and (problem := question.problem(chosen)):
                print(problem)
                index = 0
        return tuple(each.value for each in question.choices if each.value in answer)


def _list(question: Question, choices: Sequence[Choice]) -> None:
    for choice in choices:
        print(f"{question.choices.index(choice) + 1}. {_described(choice)}")


def _described(choice: Choice) -> str:
    facts = ", ".join(choice.facts)
    return ". ".join(part.rstrip(".") for part in (choice.title, facts, choice.about) if part) + "."


def _chosen(question: Question, text: str) -> Choice | None:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= len(question.choices):
        return question.choices[int(text) - 1]
    named = [choice for choice in question.choices if text.lower() in (choice.value, choice.title.lower())]
    return named[0] if named and text else None


def _yes(title: str, *, default: bool) -> bool:
    while True:
        text = _typed(f"{title} yes or no", "yes" if default else "no").lower()
        if text in (*YES, *NO):
            return text in YES
        print("Answer yes or no.")


def _typed(title: str, default: str) -> str:
    """A line that was typed, or the default where it is empty; raises Back and KeyboardInterrupt."""
    # Not by input(), which writes its prompt to standard error.
    print(f"{title}{f' (Enter: {default})' if default else ''}: ", end="", flush=True)
    line = sys.stdin.readline()
    if not line:
        print()
        raise KeyboardInterrupt
    if line.strip() == "<":
        raise Back
    return line.strip() or default
