"""A tiny program for the tests of the process table: `responder.py PORT [stubborn|broken|parent]`."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer


class Ready(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/readyz" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


if __name__ == "__main__":
    port, mood = int(sys.argv[1]), sys.argv[2]
    if mood == "broken":
        sys.exit("the setting MOTCUA_X is missing")
    if mood == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if mood == "parent":
        print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]).pid, flush=True)
    if mood == "silent":
        time.sleep(600)
    HTTPServer(("127.0.0.1", port), Ready).serve_forever()
