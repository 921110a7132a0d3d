"""Print the commands of a project's [tool.scaffold] as lines that bash can eval, each server with a free port.

python commands.py PROJECT
"""

import shlex
import socket
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

HOST = "127.0.0.1"


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server((HOST, 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def array(name: str, words: Iterable[str]) -> str:
    return f"{name}=({shlex.join(words)})"


def server(name: str, words: list[str], port: int) -> str:
    filled = [word.replace("{host}", HOST).replace("{port}", str(port)) for word in words]
    return f"{name}_port={port}\n{array(name, filled)}"


def main(project: Path) -> None:
    table = tomllib.loads((project / "pyproject.toml").read_text())["tool"]["scaffold"]
    serve_port, dev_port = free_ports(2)
    print(array("setup", [shlex.join(command) for command in table.get("setup", [])]))
    print(server("serve", table["serve"], serve_port))
    print(server("dev", table["dev"], dev_port))
    print(f"secret={shlex.quote(table['secret'])}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
