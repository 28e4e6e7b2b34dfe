// Types judges documents of cluster.k8s.io/v1alpha1 by the Go types that define
// them, those of sigs.k8s.io/cluster-api v0.1.10, and writes such documents.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
)

const usage = `usage:
  types decode FILE...           every cluster.k8s.io document, strictly; others are skipped
  types write [-stored] DIR      cluster.yaml and machines.yaml with every field set;
                                 with -stored also those that only a server sets
  types json FILE...             all documents as one JSON array
  types json -                   the same for each of the streams on standard input, which
                                 are separated by NUL: one line each, at once
  types compare [-stored] A B    differences between two files or folders; with -stored
                                 a server's own metadata and status do not count
`

var errUsage = errors.New("usage")

func main() {
	// The module's defaulting talks about what it does.
	log.SetOutput(io.Discard)

	err := run(os.Args[1:])
	switch {
	case errors.Is(err, errUsage):
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) < 2 {
		return errUsage
	}
	command, rest := arguments[0], arguments[1:]
	stored := rest[0] == "-stored"
	if stored {
		rest = rest[1:]
	}
	switch {
	case command == "decode" && !stored:
		return decode(os.Stdout, rest)
	case command == "write" && len(rest) == 1:
		return write(rest[0], stored)
	case command == "json" && len(rest) == 1 && rest[0] == "-":
		return serveJSON(os.Stdin, os.Stdout)
	case command == "json" && !stored:
		return printJSON(os.Stdout, rest)
	case command == "compare" && len(rest) == 2:
		return compare(os.Stdout, rest[0], rest[1], stored)
	}
	return errUsage
}
