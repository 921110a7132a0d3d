"""Ask a server over HTTP, and judge what it answered: `fetch` does the one, `judge` the other."""

from scaffold.probe.answers import Answer, NoAnswer
from scaffold.probe.asking import MAX_BODY_BYTES, accepts, client, fetch
from scaffold.probe.judging import judge, judge_cookies

__all__ = ["MAX_BODY_BYTES", "Answer", "NoAnswer", "accepts", "client", "fetch", "judge", "judge_cookies"]
