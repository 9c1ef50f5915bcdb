#!/bin/sh
# Installs Debian packages without starting any server: apt.sh PACKAGE...
# A temporary policy-rc.d forbids starts and is taken away again whatever happens. The lock keeps two
# runs from saving each other's temporary file; a saved file left by a killed run is the true one.
set -eu
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
saved=$policy.saved
absent=$policy.absent

exec 9>/run/lock/motcua-apt.lock
flock 9

restore() {
    if [ -e "$saved" ]; then mv -f "$saved" "$policy"; else rm -f "$policy"; fi
    rm -f "$absent"
}
if [ ! -e "$saved" ] && [ ! -e "$absent" ]; then
    if [ -e "$policy" ]; then cp -a "$policy" "$saved"; else : >"$absent"; fi
fi
trap restore EXIT
trap 'exit 130' INT TERM HUP
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 755 "$policy"

apt-get -q -o DPkg::Lock::Timeout=300 -o APT::Status-Fd=1 update || echo 'package lists not renewed'
apt-get -q -y -o DPkg::Lock::Timeout=300 -o APT::Status-Fd=1 -o Dpkg::Options::=--force-confold \
    install --no-install-recommends "$@"
