// What the tests run in pods: one program that can serve, ask, write and eat memory.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

func main() {
	if err := run(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(command string, arguments []string) error {
	switch command {
	case "print":
		fmt.Println(arguments[0])
		return nil
	case "serve":
		return http.ListenAndServe(":8080", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, arguments[0])
		}))
	case "ask":
		return ask(arguments[0])
	case "write":
		return os.WriteFile(arguments[0], []byte(arguments[1]), 0o640)
	case "eat":
		return eat()
	}
	return fmt.Errorf("unknown command %q", command)
}

func ask(url string) error {
	client := http.Client{Timeout: 5 * time.Second}
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(os.Stdout, response.Body)
	return err
}

// eat takes memory until the kernel stops it.
func eat() error {
	var eaten [][]byte
	for {
		bite := make([]byte, 8<<20)
		for i := range bite {
			bite[i] = 1
		}
		eaten = append(eaten, bite)
		if len(eaten) > 1000 {
			return fmt.Errorf("took %d bites and was not stopped", len(eaten))
		}
	}
}
