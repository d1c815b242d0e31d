#!/bin/sh
# The first process of a node, in new network, mount and process namespaces. What it mounts is seen
# inside only, and ends with it.
set -eu
state=$1
pause=$2

# Mounts of this machine may still come in, none of the node's goes out.
mount --make-rshared /
mount -t tmpfs -o mode=755 tmpfs /run
mkdir /run/transferjob /run/lock
mount --bind "$state" /run/transferjob
# These paths are fixed in the kubelet and the container runtime.
own() {
  mkdir -p "$state/$1" "$2"
  mount --bind "$state/$1" "$2"
}
own pod-logs /var/log
own kubelet /var/lib/kubelet
own cni-state /var/lib/cni

ip link set lo up
echo 1 > /proc/sys/net/ipv4/ip_forward

touch "$state/node-init.done"
exec "$pause" -until-stdin-closes
