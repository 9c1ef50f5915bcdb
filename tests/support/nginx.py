"""The installation's own nginx before a gateway, and before it a proxy that compresses, as one with TLS does."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from devstack.install import nginx
from devstack.servers.ports import LOOPBACK, free_port
from devstack.waiting import wait_until

CONFIGURATION = Path(__file__).parents[2] / "deploy" / "nginx" / "nginx.conf"

_FRONT = """
    gzip_min_length 20;
    gzip_comp_level 1;
    server {{
        listen {host}:{front};
        listen {host}:{tls} ssl;
        ssl_certificate {folder}/server.pem;
        ssl_certificate_key {folder}/server.pem;
        ssl_verify_client optional_no_ca;
        real_ip_header X-Real-IP-Of-Nobody;
        location / {{
            gzip on;
            gzip_types application/json application/problem+json;
            gzip_proxied any;
            proxy_pass http://{host}:{port};
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto https;
            proxy_set_header X-Client-Certificate $ssl_client_escaped_cert;
            proxy_set_header Host $http_host;
            proxy_request_buffering off;
        }}
    }}
}}
"""


def write_certificate(file: Path) -> x509.Certificate:
    """A certificate that nobody has signed but its own key, with this key in the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, file.stem)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + made.public_bytes(Encoding.PEM))
    return made


class ProxyChain:
    """`url`: the proxy in front; `tls_url`: the same with TLS; `inner_url`: the installation's own, as deploy/nginx has it
    but for addresses."""

    def __init__(self, folder: Path, gateway_port: int) -> None:
        self._folder = folder
        self._port, self._front, self._tls = free_port(), free_port(), free_port()
        self.tls_url = f"https://{LOOPBACK}:{self._tls}"
        write_certificate(folder / "server.pem")
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
        front = _FRONT.format(
            host=LOOPBACK, front=self._front, tls=self._tls, port=self._port, folder=self._folder
        )
        return own.rstrip().removesuffix("}") + front
