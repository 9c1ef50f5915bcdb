#!/usr/bin/env bash
# nginx 1.22.1 of Debian 12 (fetched and unpacked, not installed; needs its libssl3 and libpcre2, and no root).
# Guess: `proxy_next_upstream error` covers all failures to connect, so a second server takes over when the first one's
# machine is gone.
# Behaviour: that holds for a machine that refuses. One that answers nothing at all (switched off, cut from the network)
# is a timeout, also while connecting: the client gets 504 and the backup is never asked. The default,
# `error timeout`, asks it.
# What to do: do not leave `timeout` out for fear of sending a POST twice: one that was passed on is not sent again
# unless `non_idempotent` is given. Keep proxy_connect_timeout short; it is 60 s by default.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -qq download nginx=1.22.1-9+deb12u11 2>/dev/null
dpkg -x nginx_*.deb nginx
got=$(python3 - <<'PY'
import http.server, socket, subprocess, threading, time, urllib.error, urllib.request

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *parts): pass

def bound():
    place = socket.socket()
    place.bind(("127.0.0.1", 0))
    return place

backup = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=backup.serve_forever, daemon=True).start()
refuses, silent = bound(), bound()
silent.listen(0)  # with its queue full, it lets further connections go unanswered
waiting = [socket.socket() for _ in range(4)]
for client in waiting:
    client.setblocking(False)
    client.connect_ex(silent.getsockname())

fronts = [bound(), bound(), bound()]
ports = [front.getsockname()[1] for front in fronts]
for front in fronts: front.close()
cases = (("refuses", refuses, "error"), ("silent", silent, "error"), ("silent", silent, "error timeout"))
blocks = "".join(f"{kind}_temp_path {kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
for port, (_, first, conditions) in zip(ports, cases):
    blocks += f"""upstream u{port} {{ server 127.0.0.1:{first.getsockname()[1]};
        server 127.0.0.1:{backup.server_port} backup; }}
    server {{ listen 127.0.0.1:{port}; location / {{
        proxy_pass http://u{port}; proxy_connect_timeout 1s; proxy_next_upstream {conditions}; }} }}\n"""
with open("nginx.conf", "w") as file:
    file.write(f"daemon off; master_process off; pid pid; events {{}}\nhttp {{ access_log off;\n{blocks}}}\n")
server = subprocess.Popen(["nginx/usr/sbin/nginx", "-p", ".", "-e", "errors", "-c", "nginx.conf"])
try:
    for port, (name, _, conditions) in zip(ports, cases):
        for _ in range(50):
            try:
                status = urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).status
            except urllib.error.HTTPError as error:
                status = error.code
            except urllib.error.URLError:
                time.sleep(0.1)
                continue
            break
        print(f"{name}, {conditions}: {status}")
finally:
    server.terminate()
    server.wait()
PY
)
expected='refuses, error: 200
silent, error: 504
silent, error timeout: 200'
nginx/usr/sbin/nginx -e errors -v 2>&1
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
