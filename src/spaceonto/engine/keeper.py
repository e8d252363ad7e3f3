"""A process that prepares something costly once and forks workers which share it.

It has one thread, so that forking it is sound; a fork takes milliseconds where preparing takes seconds, so a
worker can be ended at will. When the process that started it goes away, it ends its workers and itself.
"""

import gc
import importlib
import json
import os
import resource
import signal
import socket
import sys
import threading
from typing import Any

from .out import TooLarge
from .wire import COMMAND, DATA, DONE, END, FORK, FRAME, Bounds
from .worker import Handler

STACK = 256 * 1024 * 1024
"""Bytes of stack for a query: what the guard lets pass fits, so that depth does not end the process."""


def main(descriptor: str, target: str, arguments: str) -> None:
    """Prepares `module:function`, says so on the socket, then forks and ends workers on demand."""
    control = socket.socket(fileno=int(descriptor))
    module, _, function = target.partition(":")
    options = json.loads(arguments)
    bounds = Bounds(**options.pop("bounds"))
    try:
        handler: Handler = getattr(importlib.import_module(module), function)(**options)
    except Exception as error:  # whatever it is, the one who waits has to hear of it
        _tell(control, {"failed": f"{type(error).__name__}: {error}"})
        return
    gc.collect()
    gc.freeze()
    _tell(control, {"ready": True})
    children: set[int] = set()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, COMMAND.size, 1)
        if len(message) < COMMAND.size:
            break
        command, pid = COMMAND.unpack(message)
        if command == FORK:
            pid = os.fork()
            if pid == 0:
                control.close()
                _work(socket.socket(fileno=descriptors[0]), handler, bounds)
            os.close(descriptors[0])
            children.add(pid)
            control.sendall(COMMAND.pack(FORK, pid))
        elif command == END:
            control.sendall(COMMAND.pack(END, _end(pid, children)))
    for pid in list(children):
        _end(pid, children)


def _tell(control: socket.socket, message: dict[str, Any]) -> None:
    data = json.dumps(message).encode()
    control.sendall(FRAME.pack(DONE, len(data)) + data)


def _end(pid: int, children: set[int]) -> int:
    """Kills a worker if it still lives; returns the signal that ended it, 0 for none."""
    if pid not in children:
        return 0
    done, status = os.waitpid(pid, os.WNOHANG)
    if not done:
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    children.discard(pid)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _work(link: socket.socket, handler: Handler, bounds: Bounds) -> None:
    """The life of a worker: bounded memory, a deep stack, and if sealed no file and no connection."""
    try:
        os.setsid()  # so that Linux sets it behind the others by itself, where it shares by sessions
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        threading.stack_size(STACK)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if bounds.memory and sys.platform == "linux":
            pages = int(open("/proc/self/statm").read().split()[0])  # noqa: SIM115, PTH123
            bound = pages * resource.getpagesize() + STACK + bounds.memory
            resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
        if bounds.sealed:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # how it dies is told by its signal
            resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
        thread = threading.Thread(target=_serve, args=(link, handler), daemon=True)
        thread.start()
        thread.join()
    finally:
        os._exit(0)


def _serve(link: socket.socket, handler: Handler) -> None:
    pending = bytearray()

    def write(data: bytes) -> None:
        pending.extend(FRAME.pack(DATA, len(data)) + data)
        if len(pending) > 65536:
            link.sendall(pending)
            pending.clear()

    while request := _receive(link):
        try:
            asked = json.loads(request)
            if "body" in asked:  # what follows the request, of this length
                asked["body"] = _exactly(link, asked["body"])
            info = handler(asked, write)
        except TooLarge:
            info = {"error": "size"}
        except MemoryError:
            info = {"error": "memory"}
        except Exception as error:  # the engine's own errors have many types; all of them end one query only
            info = {"error": "failed", "message": f"{error}"}
        data = json.dumps(info).encode()
        link.sendall(pending + FRAME.pack(DONE, len(data)) + data)
        pending.clear()


def _receive(link: socket.socket) -> bytes:
    """One message: its length in four bytes, then itself. Nothing at the end of the connection."""
    length = _exactly(link, 4)
    return _exactly(link, int.from_bytes(length)) if length else b""


def _exactly(link: socket.socket, count: int) -> bytes:
    data = bytearray()
    while len(data) < count:
        piece = link.recv(count - len(data))
        if not piece:
            return b""
        data += piece
    return bytes(data)


if __name__ == "__main__":
    main(*sys.argv[1:4])
