"""The installation's own nginx before a gateway, and before it a proxy that compresses, as one with TLS does."""

from __future__ import annotations

import subprocess
from pathlib import Path

from devstack.install import nginx
from devstack.servers.ports import LOOPBACK, free_port
from devstack.waiting import wait_until

CONFIGURATION = Path(__file__).parents[2] / "deploy" / "nginx" / "nginx.conf"

_FRONT = """
    gzip_min_length 20;
    gzip_comp_level 1;
    server {{
        listen {host}:{front};
        real_ip_header X-Real-IP-Of-Nobody;
        location / {{
            gzip on;
            gzip_types application/json application/problem+json;
            gzip_proxied any;
            proxy_pass http://{host}:{port};
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto https;
            proxy_set_header Host $http_host;
            proxy_request_buffering off;
        }}
    }}
}}
"""


class ProxyChain:
    """`url`: the proxy in front; `inner_url`: the installation's own, as deploy/nginx has it but for addresses."""

    def __init__(self, folder: Path, gateway_port: int) -> None:
        self._folder = folder
        self._port, self._front = free_port(), free_port()
        self.url, self.inner_url = f"http://{LOOPBACK}:{self._front}", f"http://{LOOPBACK}:{self._port}"
        self._file = folder / "nginx.conf"
        self._file.write_text(self._configuration(gateway_port), encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [
            str(nginx.require()), "-p", str(self._folder), "-e", str(self._folder / "error.log"),
            "-c", str(self._file), "-g", "daemon off;",
        ]  # fmt: skip
        self._process = subprocess.Popen(command)
        wait_until((self._folder / "nginx.pid").exists, what="nginx")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)

    def _configuration(self, gateway_port: int) -> str:
        own = CONFIGURATION.read_text(encoding="utf-8")
        changes = {
            "resolver 127.0.0.11 valid=1s ipv6=off;": "",
            "worker_processes auto;": "worker_processes 1;",
            "error_log /dev/stderr warn;": "",
            "listen 8080;": f"listen {LOOPBACK}:{self._port};",
            "set $gateway gateway;": f"set $gateway {LOOPBACK};",
            "http://$gateway:8080;": f"http://$gateway:{gateway_port};",
            " /tmp/": f" {self._folder}/",
        }
        for text, instead in changes.items():
            assert text in own, f"{CONFIGURATION.name} has no {text}"
            own = own.replace(text, instead)
        front = _FRONT.format(host=LOOPBACK, front=self._front, port=self._port)
        return own.rstrip().removesuffix("}") + front
