"""The way through questions that do not depend on each other: forwards, and one back."""

from collections.abc import Sequence
from dataclasses import replace

from scaffold.cli.asking.interview import FrontEnd
from scaffold.cli.asking.questions import Answer, Answers, Back, Question


def in_turn(front: FrontEnd, questions: Sequence[Question]) -> Answers:
    """The answers by key; raises KeyboardInterrupt where the person ends it."""
    answers: dict[str, Answer] = {}
    index = 0
    while index < len(questions):
        asked = [_answered(question, answers) for question in questions]
        done = [(question.title, question.shown) for question in asked[:index]]
        try:
            question = asked[index]
            answers[question.key] = front.ask(question, place=f"{index + 1} of {len(questions)}", done=done)
            index += 1
        except Back:
            # Back before the first question: it is asked once more.
            index = max(index - 1, 0)
    return answers


def _answered(question: Question, answers: Answers) -> Question:
    """The question with the answer that it has already."""
    return replace(question, start=answers.get(question.key, question.start))
