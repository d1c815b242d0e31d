// The first process of a sandbox: it holds the namespaces, buries orphans, and waits to be told to
// end. With -until-stdin-closes it is also the first process of a whole node: the kernel ends every
// process of the node with it, so a node cannot outlive the supervisor that holds the other end.
package main

import (
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGCHLD)
	if len(os.Args) > 1 && os.Args[1] == "-until-stdin-closes" {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			os.Exit(0)
		}()
	}
	for s := range signals {
		if s != syscall.SIGCHLD {
			os.Exit(0)
		}
		bury()
	}
}

func bury() {
	for {
		if pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil); pid <= 0 && err != syscall.EINTR {
			return
		}
	}
}
