#!/bin/bash
# mongod wants its key file to be its own and closed, which a mounted secret is not.
set -euo pipefail
umask 077
cp /run/secrets/mongo_key /tmp/mongo_key
chmod 400 /tmp/mongo_key
# Nobody reads the past; what is held for it, every list walks through: five times the CPU where much has changed.
# What a killed service had in a transaction stays locked for transactionLifetimeLimitSeconds; ours end within 10 s.
exec mongod --bind_ip_all --replSet rs0 --keyFile /tmp/mongo_key --auth \
  --wiredTigerCacheSizeGB 0.25 --oplogSize 512 --quiet --slowms 500 --setParameter diagnosticDataCollectionEnabled=false \
  --setParameter transactionLifetimeLimitSeconds=15 --setParameter minSnapshotHistoryWindowInSeconds=0
