"""Two workers with eight threads each; on a demo server the due jobs run beside them."""

import os
import tempfile
from pathlib import Path

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WORKERS", "2"))
worker_class = "gthread"
threads = 8
control_socket_disable = True
graceful_timeout = 20
max_requests = 20000
max_requests_jitter = 2000
# No query strings: they may hold what somebody searched for.
accesslog = os.environ.get("ACCESS_LOG")
access_log_format = '%(h)s %(t)s "%(m)s %(U)s" %(s)s %(B)s %(L)s'


def post_worker_init(worker):
    """Each worker does what was handed over, one of them the due jobs unless `JOBS=timer`."""
    from kinerja import background
    from kinerja.jobs import run_beside

    background.run_beside(worker.app.callable)
    if os.environ.get("JOBS", "timer") == "beside":
        lock = Path(tempfile.gettempdir()) / f"kinerja-jobs-{os.getuid()}-{bind.rpartition(':')[2]}"
        run_beside(worker.app.callable, lock)
