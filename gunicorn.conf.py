"""How gunicorn serves the account: ``gunicorn wsgi:app`` reads this file by itself.

Threads, because each message waits for the database, not for the processor; preload, because the index and
the dictionary are loaded once and shared by all workers. The access log is off: its lines would hold openids
and signatures.
"""

import contextlib
import ctypes
import gc
import os
import shutil
from typing import Any

from app.connection_counts import COUNTS
from app.memory import release_memory
from app.settings_loading import settings_or_exit
from app.shared_numbers import MEMORY, make_folder

settings = settings_or_exit()

_M_ARENA_MAX = -8  # malloc.h of glibc

# prometheus_client decides at import how it keeps its numbers, so this stands before the application.
_numbers = make_folder(settings.var_dir)
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_numbers)

bind = f"{settings.host}:{settings.port}"
worker_class = "app.buffering_worker.BufferingWorker"
workers = settings.web_workers
threads = settings.web_threads
worker_connections = 1000
preload_app = True
accesslog = None
errorlog = "-"
# At DEBUG gunicorn prints its whole configuration, before our own form of a line is in force.
loglevel = settings.log_level.lower().replace("debug", "info")
# Longer than any message may take (4.5 s), shorter than a watchdog's patience.
timeout = 30
graceful_timeout = 10
keepalive = 5
# The body of a message is at most 64 KiB; its request line and headers are short.
limit_request_line = 8190
control_socket_disable = True
# gunicorn would believe a proxy on this machine that names another page in SCRIPT_NAME or PATH_INFO. Where it
# hands on what a caller wrote, /h5/admin/ would be the office. Nobody is believed.
forwarded_allow_ips = ""
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
worker_tmp_dir = str(MEMORY) if MEMORY.is_dir() else None


def when_ready(server: Any) -> None:
    """Load the knowledge base and the dictionary once, before the workers are forked.

    Then give back what only the building needed, and keep the collector from writing into the pages that
    the workers are to share. Their threads share two heaps of the C library: a heap for each would hold on to
    some 10 MB more, and the interpreter lets one of them run at a time anyway.
    """
    server.app.wsgi().extensions["anwen"].library_holder.current()
    release_memory()
    with contextlib.suppress(OSError, AttributeError):  # another libc than glibc has no such call
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)
    gc.freeze()


def post_fork(_server: Any, worker: Any) -> None:
    """Open connections of our own: those of the parent must not be used by two processes."""
    worker.app.callable.extensions["anwen"].after_fork()


def child_exit(_server: Any, worker: Any) -> None:
    """Fold the numbers of a dead worker into the rest, and count its connections no more."""
    from prometheus_client import multiprocess

    COUNTS.forget(worker.age)
    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(_server: Any) -> None:
    """Leave nothing in memory."""
    shutil.rmtree(_numbers, ignore_errors=True)
