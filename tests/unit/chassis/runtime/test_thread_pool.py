import subprocess
import sys

from chassis.runtime import thread_pool


def test_without_monkey_patching_it_is_a_plain_call() -> None:
    assert thread_pool.run_in_thread(divmod, 7, 2) == (3, 1)


_HASHING = """
from chassis import monkey_patch
import hashlib, threading, time, eventlet
from chassis.runtime import thread_pool
stalls = []
def watch():
    while True:
        before = time.monotonic()
        eventlet.sleep(0.005)
        stalls.append(time.monotonic() - before)
def work():
    hashlib.pbkdf2_hmac("sha256", b"x", b"y", RUNS)
RUNS = 100_000
before = time.monotonic(); work(); alone = time.monotonic() - before
RUNS = int(RUNS * 0.5 / alone)
eventlet.spawn(watch); eventlet.sleep(0.05)
thread_pool.run_in_thread(work)
print(max(stalls))
try:
    thread_pool.run_in_thread(int, "x")
except ValueError:
    print("raised")
"""


def test_half_a_second_of_hashing_does_not_stop_the_hub() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _HASHING],
        cwd="services",
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    worst, raised = done.stdout.split()
    assert float(worst) < 0.25, "the greenlets waited for the hash"
    assert raised == "raised"
