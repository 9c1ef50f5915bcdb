#!/usr/bin/env bash
# eventlet 0.41.3 on Linux, monkey_patch().
# Guess: a socket of socket.socketpair() whose timeout is None blocks, and so it does in a child process that is given it by
# pass_fds (the subprocess module's own pipes do).
# Behaviour: eventlet makes both ends non-blocking below and keeps the timeout to itself. O_NONBLOCK belongs to the open file,
# which the child shares: its socket says timeout None too, but recv raises BlockingIOError as soon as it must wait.
# What to do: call setblocking(True) in the child before the first recv; the parent's end is another open file and stays green.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check eventlet==0.41.3 greenlet==3.5.6
cat >"$work/child.py" <<'PY'
import socket, sys
own = socket.socket(fileno=int(sys.argv[1]))
if "setblocking" in sys.argv:
    own.setblocking(True)
print("timeout", own.gettimeout(), end=", ", flush=True)
try:
    print("received", own.recv(9))
except BlockingIOError as error:
    print(type(error).__name__)
PY
cat >"$work/parent.py" <<'PY'
import sys
if "eventlet" in sys.argv:
    import eventlet
    eventlet.monkey_patch()
import socket, subprocess
ours, theirs = socket.socketpair()
command = [sys.executable, sys.argv[1], str(theirs.fileno()), *sys.argv[2:]]
child = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdout=subprocess.PIPE, text=True)
shown = child.stdout.read(len("timeout None, "))
if "eventlet" in sys.argv and "setblocking" not in sys.argv:
    child.wait()
ours.sendall(b"late")
print(" ".join(sys.argv[2:]) or "plain", "->", theirs.gettimeout(), "here; child:", shown + child.stdout.read().strip())
PY
got=$("$work/venv/bin/python" -c 'from importlib.metadata import version; print("eventlet", version("eventlet"))'
for how in "" "eventlet" "eventlet setblocking"; do
    # shellcheck disable=SC2086
    "$work/venv/bin/python" -W ignore "$work/parent.py" "$work/child.py" $how
done)
expected="eventlet 0.41.3
plain -> None here; child: timeout None, received b'late'
eventlet -> None here; child: timeout None, BlockingIOError
eventlet setblocking -> None here; child: timeout None, received b'late'"
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
