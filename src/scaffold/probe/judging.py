"""Judge an answer: what is wrong with it, or None. Pure: it looks at nothing but its arguments."""

import json
import re
from collections.abc import Iterable
from itertools import groupby

from scaffold.contract import Expectation
from scaffold.probe.answers import Answer, NoAnswer


def judge(expectation: Expectation, answer: Answer | NoAnswer) -> str | None:
    """What is wrong with an answer, or None. Pure: it looks at nothing but its arguments."""
    if isinstance(answer, NoAnswer):
        if expectation.may_hang_up and answer.hung_up:
            return None
        return f"no answer: {answer.problem}"
    if answer.status in expectation.refusals:
        return _judge_headers(expectation, answer)
    if answer.status not in expectation.statuses:
        return f"status {answer.status} instead of {_statuses(expectation.statuses)}{_excerpt(answer)}"
    return _judge_headers(expectation, answer) or _judge_body(expectation, answer)


def judge_cookies(answers: Iterable[Answer]) -> str | None:
    """What is wrong with the cookies of all answers. Not Secure: the contract asks by plain http."""
    for cookie in (cookie for answer in answers for cookie in answer.cookies):
        flags = {part.partition("=")[0].strip().lower() for part in cookie.split(";")[1:]}
        if missing := [flag for flag in ("HttpOnly", "SameSite") if flag.lower() not in flags]:
            return f"the cookie {cookie.partition('=')[0]} is not {' and not '.join(missing)}"
    return None


def _judge_headers(expectation: Expectation, answer: Answer) -> str | None:
    for name, text in expectation.headers:
        value = answer.headers.get(name.lower())
        if value is None:
            return f"no header {name}"
        if text not in value:
            return f"header {name} is '{value}', without '{text}'"
    for name, text in expectation.headers_without:
        if text in answer.headers.get(name.lower(), ""):
            return f"header {name} has '{text}'"
    for name in expectation.headers_without_version:
        value = answer.headers.get(name.lower(), "")
        if re.search(r"\d", value):
            return f"header {name} tells a version: '{value}'"
    for name in expectation.absent_headers:
        if name.lower() in answer.headers:
            return f"header {name} is '{answer.headers[name.lower()][:80]}' and must not be there"
    return None


def _judge_body(expectation: Expectation, answer: Answer) -> str | None:
    wanted = expectation.content_type
    given = answer.headers.get("content-type", "")
    if wanted is not None and not _same_type(wanted, given):
        return f"content type '{given}' instead of '{wanted}'"
    for text in expectation.contains:
        if text not in answer.body:
            return f"'{text}' is not in the body{_excerpt(answer)}"
    for text in expectation.forbids:
        if text in answer.body:
            return f"'{text}' is in the body{_excerpt(answer)}"
    for pattern in expectation.forbids_patterns:
        if found := re.search(pattern, answer.body):
            return f"'{found.group()}' is in the body{_excerpt(answer)}"
    if expectation.json_body is not None or expectation.is_json:
        return _judge_json(expectation, answer)
    return None


def _judge_json(expectation: Expectation, answer: Answer) -> str | None:
    try:
        body = json.loads(answer.body)
    except ValueError:
        return f"the body is not JSON{_excerpt(answer)}"
    if expectation.json_body is not None and body != expectation.json_body:
        return f"the body is {json.dumps(body)[:200]} instead of {json.dumps(expectation.json_body)}"
    return None


def _same_type(wanted: str, given: str) -> bool:
    wanted, given = (text.lower().replace(" ", "") for text in (wanted, given))
    if "charset" in wanted:
        return wanted == given
    return given.split(";")[0] == wanted


def _statuses(statuses: tuple[int, ...]) -> str:
    """Numbers that follow each other as a range: "400 to 499 or 501"."""
    runs = [[status for _, status in run] for _, run in groupby(enumerate(statuses), lambda each: each[1] - each[0])]
    return " or ".join(
        f"{run[0]} to {run[-1]}" if len(run) > 2 else " or ".join(str(status) for status in run) for run in runs
    )


def _excerpt(answer: Answer) -> str:
    text = " ".join(answer.body.split())
    if not text:
        return " (the body is empty)"
    return f" (the body begins: {text[:200]})"
