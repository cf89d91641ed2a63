package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"testing/fstest"

	"dff/bindings"
	"dff/runtime"
	"dff/scripts"
)

// scriptsOf is a script directory in memory, as embed.FS is one in a program.
func scriptsOf(files map[string]string) func() *scripts.Set {
	fsys := fstest.MapFS{}
	for name, source := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(source)}
	}
	set := scripts.New(fsys)
	return func() *scripts.Set { return set }
}

func Example() {
	engine, err := runtime.New(runtime.Options{Scripts: scriptsOf(map[string]string{
		"visits.js": `exports.main = who => ({ who, visits: DFF.CACHE.incr('visits') })`,
	})})
	if err != nil {
		log.Fatal(err)
	}
	defer engine.Shutdown(context.Background())
	for range 2 {
		result, err := engine.Run(context.Background(), runtime.Call{Script: "visits", Args: []any{"Ada"}})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(string(result.Value))
	}
	// Output:
	// {"who":"Ada","visits":1}
	// {"who":"Ada","visits":2}
}

// A failure names the place in the script's own source.
func ExampleFailure() {
	engine, err := runtime.New(runtime.Options{Scripts: scriptsOf(map[string]string{
		"price.ts": "type Item = { price: number }\n\nexport const main = (item?: Item): number => {\n  return item!.price\n}\n",
	})})
	if err != nil {
		log.Fatal(err)
	}
	defer engine.Shutdown(context.Background())
	_, err = engine.Run(context.Background(), runtime.Call{Script: "price"})
	fmt.Println(err)
	if failure, ok := errors.AsType[*runtime.Failure](err); ok {
		fmt.Println(failure.Outcome)
		fmt.Println(failure.Frame)
	}
	// Output:
	// price.ts:4:16: TypeError: Cannot read property 'price' of undefined
	// error
	//   2 |
	//   3 | export const main = (item?: Item): number => {
	// > 4 |   return item!.price
	//     |                ^
	//   5 | }
}

// An embedder puts functions of its own under DFF.
func ExampleOptions_bindings() {
	greetings := bindings.Object{Name: "GREETINGS", Functions: map[string]bindings.Function{
		"hello": func(_ context.Context, call bindings.FunctionCall) (any, error) {
			return fmt.Sprintf("hello %s, says %s", call.Args[0], call.Script), nil
		},
	}}
	engine, err := runtime.New(runtime.Options{
		Bindings: []bindings.Object{greetings},
		Scripts:  scriptsOf(map[string]string{"greet.js": `exports.main = name => DFF.GREETINGS.hello(name)`}),
	})
	if err != nil {
		log.Fatal(err)
	}
	defer engine.Shutdown(context.Background())
	result, err := engine.Run(context.Background(), runtime.Call{Script: "greet", Args: []any{"Ada"}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(result.Value))
	// Output: "hello \"Ada\", says greet"
}
