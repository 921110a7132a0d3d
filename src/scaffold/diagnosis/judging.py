"""What it means for an installation that an index answered so, or did not: decisions, of plain values."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from scaffold.diagnosis.asking import Asked, Trouble
from scaffold.diagnosis.findings import Finding, failed, not_tried, ok, warning
from scaffold.diagnosis.machine import Machine, System
from scaffold.diagnosis.remedies import open_page, set_clock, set_variable, unset, without
from scaffold.uv_settings import shown

# An answer says whole seconds, and it took a while to come.
TOLERATED_CLOCK_SECONDS = 60.0
_REFUSED = (401, 403, 407)


def judge_index(machine: Machine, asked: Asked, *, pip_knows: bool = False) -> Finding:
    """What it means; `pip_knows`: pip has an index of its own in its settings, which uv does not read."""
    where = shown(asked.index.url)
    if asked.trouble is None:
        return _judge_answer(machine, asked, where)
    problem, command = _SENTENCES[asked.trouble](machine, asked)
    if pip_knows:
        problem += " pip is set to another index, which uv does not know of."
        command = _tell_uv(machine)
    elif asked.trouble in _MAY_BE_THE_ADDRESS and not asked.proxy:
        command = without(machine, asked.index.source) or command
    through = f", through the proxy {shown(asked.proxy.url)}" if asked.proxy else ""
    if asked.trouble is Trouble.PROXY_NOT_SUPPORTED:
        return not_tried("index", f"{where}{through}: {problem}")
    return failed("index", f"{where}{through}", problem, command)


def judge_clock(machine: Machine, asked: Asked) -> Finding:
    """Our clock against that of the index."""
    if asked.their_time is None or asked.our_time is None:
        return not_tried("clock", "the index gave no time to compare with")
    off = (asked.our_time - asked.their_time).total_seconds()
    found = "as the index says" if abs(off) <= 2 else f"{_span(off)} {'ahead of' if off > 0 else 'behind'} the index"
    if asked.trouble is Trouble.CERTIFICATE_DATE:
        problem = "The clock is wrong, and certificates do not count as valid: nothing can be fetched."
        if abs(off) > TOLERATED_CLOCK_SECONDS:
            return failed("clock", found, problem, set_clock(machine, asked.their_time))
    if abs(off) > TOLERATED_CLOCK_SECONDS:
        problem = "The clock is wrong: certificates and the order of files may be taken for what they are not."
        return warning("clock", found, problem, set_clock(machine, asked.their_time))
    return ok("clock", found)


def _judge_answer(machine: Machine, asked: Asked, where: str) -> Finding:
    found = f"{where}, {asked.status} in {asked.seconds:.1f} s"
    status = asked.status or 0
    own = urlsplit(asked.index.url).hostname == asked.host
    if status == 407 and asked.proxy:
        problem, command = _proxy_refuses(machine, asked)
        return failed("index", found, problem, command)
    if status in _REFUSED:
        if machine.environ.get("UV_KEYRING_PROVIDER"):
            return not_tried("index", f"{found}: uv may have the password from the keyring, which was not asked")
        problem = f"{asked.host} refuses ({status}): it wants a name and a password, or others than it got."
        if not own:
            problem = f"{asked.host}, which has the files of the index, refuses them ({status})."
        return failed("index", found, problem, f"uv auth login {asked.host}" if own else None)
    if status >= 500:
        return failed("index", found, f"{asked.host} is out of order ({status}): try again later.")
    if status == 404 and not asked.index.default:
        return ok("index", f"{where}, answers in {asked.seconds:.1f} s")
    if status >= 400:
        problem = f"{asked.host} answers with {status} for what every starter needs: is the address right?"
        return failed("index", found, problem, without(machine, asked.index.source))
    if not asked.is_index:
        problem = "What answers is no package index; perhaps the network wants you to sign in on a page first."
        return failed("index", found, problem, open_page(machine, f"http://{asked.host}/"))
    return ok("index", f"{where}, answers in {asked.seconds:.1f} s")


# A wrong address of an index looks like this too.
_MAY_BE_THE_ADDRESS = {Trouble.NAME_UNKNOWN, Trouble.NOT_REACHED, Trouble.TOO_SLOW, Trouble.NO_TLS, Trouble.BROKEN}
Judged = tuple[str, str | None]


def _name_unknown(machine: Machine, asked: Asked) -> Judged:
    if asked.proxy:
        return f"The name of the proxy is not known: {asked.words}.", _no_proxy(machine, asked)
    return f"The name {asked.host} cannot be looked up: is there a network?", _see_the_page(machine)


def _not_reached(machine: Machine, asked: Asked) -> Judged:
    if asked.proxy:
        return "The proxy cannot be reached.", _no_proxy(machine, asked)
    return f"No connection to {asked.host}: a firewall, or no network.", _see_the_page(machine)


def _too_slow(machine: Machine, asked: Asked) -> Judged:
    who = "the proxy" if asked.proxy else asked.host
    return f"No answer from {who} within {asked.seconds:.0f} s.", _see_the_page(machine)


def _proxy_refuses(machine: Machine, asked: Asked) -> Judged:
    said = asked.words or str(asked.status)
    if "407" in said and asked.proxy:
        name = asked.proxy.source or "HTTPS_PROXY"
        parts = urlsplit(asked.proxy.url)
        address = f"{parts.scheme}://USER:PASSWORD@{parts.netloc.rpartition('@')[2]}"
        return "The proxy wants a name and a password.", set_variable(machine, name, address)
    return f"The proxy refuses to ask {asked.host}: {said}.", _no_proxy(machine, asked)


def _no_socks(machine: Machine, asked: Asked) -> Judged:
    return "it speaks SOCKS, which uv does and scaffold doctor does not", None


def _certificate_unknown(machine: Machine, asked: Asked) -> Judged:
    problem = (
        f"The certificate of {asked.host} is not trusted ({asked.words}): something reads along, such as a proxy of "
        "your company, or the server signs for itself. Get its certificate as a file."
    )
    if machine.system is System.MACOS:
        # Its keychain is seen by uv, and not by this Python.
        return problem, set_variable(machine, "UV_SYSTEM_CERTS", "true")
    return problem, set_variable(machine, "SSL_CERT_FILE", "certificate.pem")


def _certificate_known(machine: Machine, asked: Asked) -> Judged:
    problem = f"The certificate of {asked.host} is trusted by this system, and not by uv, which has its own list."
    if machine.environ.get("SSL_CERT_FILE"):
        return f"{problem} SSL_CERT_FILE is another list.", unset(machine, "SSL_CERT_FILE", "SSL_CERT_DIR")
    return problem, set_variable(machine, "UV_SYSTEM_CERTS", "true")


def _certificate_date(machine: Machine, asked: Asked) -> Judged:
    if asked.their_time and asked.our_time:
        off = asked.our_time - asked.their_time
        if abs(off) > timedelta(seconds=TOLERATED_CLOCK_SECONDS):
            problem = f"The certificate of {asked.host} does not count by this machine's clock, which is wrong."
            return problem, set_clock(machine, asked.their_time)
    return f"The certificate of {asked.host} has run out, or is not valid yet ({asked.words}).", None


def _certificate_name(machine: Machine, asked: Asked) -> Judged:
    problem = f"Somebody else answers for {asked.host}: its certificate is for another name. Sign in to the network?"
    return problem, open_page(machine, f"http://{asked.host}/")


def _no_tls(machine: Machine, asked: Asked) -> Judged:
    return f"{asked.host} does not speak TLS as it should: {asked.words}.", _see_the_page(machine)


def _broken(machine: Machine, asked: Asked) -> Judged:
    return f"{asked.host} gives no answer that can be read: {asked.words}.", None


_SENTENCES: dict[Trouble, Callable[[Machine, Asked], Judged]] = {
    Trouble.NAME_UNKNOWN: _name_unknown,
    Trouble.NOT_REACHED: _not_reached,
    Trouble.TOO_SLOW: _too_slow,
    Trouble.PROXY_REFUSES: _proxy_refuses,
    Trouble.PROXY_NOT_SUPPORTED: _no_socks,
    Trouble.CERTIFICATE_UNKNOWN: _certificate_unknown,
    Trouble.CERTIFICATE_KNOWN_TO_SYSTEM: _certificate_known,
    Trouble.CERTIFICATE_DATE: _certificate_date,
    Trouble.CERTIFICATE_NAME: _certificate_name,
    Trouble.NO_TLS: _no_tls,
    Trouble.BROKEN: _broken,
}


def _no_proxy(machine: Machine, asked: Asked) -> str | None:
    """Without the proxy, where a variable names it."""
    return without(machine, asked.proxy.source if asked.proxy else None)


def _see_the_page(machine: Machine) -> str | None:
    """Whether anything is to be reached at all: a page, in a browser."""
    return open_page(machine, "https://pypi.org/")


def _tell_uv(machine: Machine) -> str:
    """Without showing the address: it may carry a password."""
    asking = "python -m pip config get global.index-url"
    if machine.system is System.WINDOWS:
        return f"$env:UV_DEFAULT_INDEX = $({asking})"
    return (
        f"set -gx UV_DEFAULT_INDEX ({asking})"
        if machine.shell_name == "fish"
        else f'export UV_DEFAULT_INDEX="$({asking})"'
    )


def _span(seconds: float) -> str:
    seconds = abs(seconds)
    for unit, length in (("days", 86_400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"
