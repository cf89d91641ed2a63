// Command embed is a Go program that runs scripts: they are part of its binary, and it gives them an object of its own,
// DFF.MAIL, beside DFF.CACHE.
//
//	go run ./examples/embed
package main

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"time"

	"dff/bindings"
	"dff/runtime"
	"dff/sandbox"
	"dff/scripts"
)

//go:embed _scripts
var files embed.FS

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// run welcomes three users, one of them twice, and writes what the script returned.
func run(ctx context.Context, out io.Writer) error {
	dir, err := fs.Sub(files, "_scripts")
	if err != nil {
		return err
	}
	set := scripts.New(dir)
	engine, err := runtime.New(runtime.Options{
		Scripts:  func() *scripts.Set { return set },
		Limits:   sandbox.Limits{Timeout: 5 * time.Second},
		Bindings: []bindings.Object{mail(out)},
	})
	if err != nil {
		return err
	}
	defer engine.Shutdown(context.WithoutCancel(ctx))

	for _, user := range []string{"ann", "bob", "ann"} {
		result, err := engine.Run(ctx, runtime.Call{Script: "welcome", Args: []any{user}})
		if failure, ok := errors.AsType[*runtime.Failure](err); ok {
			return fmt.Errorf("%w\n%s", failure, failure.Frame)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s\n", result.Value)
	}
	return nil
}

// mail is the object DFF.MAIL. Its function send "sends" a message by writing it to out, and returns its number.
func mail(out io.Writer) bindings.Object {
	sent := 0
	return bindings.Object{Name: "MAIL", Functions: map[string]bindings.Function{
		"send": func(_ context.Context, call bindings.FunctionCall) (any, error) {
			var to, text string
			if len(call.Args) != 2 || json.Unmarshal(call.Args[0], &to) != nil || json.Unmarshal(call.Args[1], &text) != nil {
				return nil, errors.New("send(to, text) takes two strings")
			}
			sent++
			fmt.Fprintf(out, "mail to %s: %s\n", to, text)
			return sent, nil
		},
	}}
}
