"""The command `claims` for pages that run it some hundred times: a process of its own each time, forked from one that has loaded the program already.

What a person starts is tested elsewhere (tests/commands/test_command_processes.py); here what it prints is what counts, and loading takes longer than that.
"""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_SERVER = """
import ast, os, signal, socket, sys
sys.path.insert(0, sys.argv[2])
import warm
del sys.path[0]
warm.load()
from claims.commands import main
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
listening = socket.socket(socket.AF_UNIX)
listening.bind(sys.argv[1])
listening.listen()
print("ready", flush=True)
while True:
    asking, _ = listening.accept()
    if os.fork():
        asking.close()
        continue
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    task, streams, _, _ = socket.recv_fds(asking, 2**20, 3)
    task = ast.literal_eval(task.decode())
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.environ.clear()
    os.environ.update(task["environment"])
    os.chdir(task["folder"])
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, "r" if number == 0 else "w", buffering=1, closefd=False, encoding="utf-8") for number in range(3)
    )
    sys.argv = ["claims", *task["line"]]
    code = 0
    try:
        main.run()
    except SystemExit as ended:
        code = ended.code or 0
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            pass
    asking.sendall(bytes([code]))
    os._exit(0)
"""

# Of what it imports nothing is in Python: to load `socket` and `json` would take longer than to start it.
_CLIENT = """#!{python} -SE
import _socket, array, os, sys
asked = _socket.socket(_socket.AF_UNIX)
asked.connect({address!r})
task = ascii({{"line": sys.argv[1:], "folder": os.getcwd(), "environment": dict(os.environ)}})
streams = (_socket.SOL_SOCKET, _socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))
asked.sendmsg([task.encode()], [streams])
for number in range(3):
    os.close(number)
answer = asked.recv(1)
os._exit(answer[0] if answer else 70)
"""


@contextlib.contextmanager
def forked(folder: Path) -> Iterator[Path]:
    """A folder for PATH with a `claims` in it, as long as the block lasts. `folder`: where it is made; short, for a socket's path has at most 107 bytes."""
    address = str(folder / "s")
    command = [sys.executable, "-c", _SERVER, address, str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL) as server:
        assert server.stdout is not None
        try:
            if server.stdout.readline() != b"ready\n":
                raise RuntimeError("the program could not be loaded")
            program = folder / "claims"
            program.write_text(_CLIENT.format(python=sys.executable, address=address))
            program.chmod(0o700)
            yield folder
        finally:
            server.kill()
