package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dff/bindings"

	"github.com/spf13/cobra"
)

func newInitCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Make a directory of scripts: a first one, and what editors need",
		Long: `Init writes a first script, the declarations that let an editor complete DFF, and a README
into DIR (default: the current directory), which it makes if need be. It never overwrites a
file: what is there stays as it is.`,
		Example: `  dff init scripts
  dff serve scripts`,
		Args: atMost(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := "."
			if len(args) > 0 {
				dir = args[0]
			}
			return initialize(cmd, dir)
		},
	}
}

// initialize writes the files of a new script directory that are not there yet.
func initialize(cmd *cobra.Command, dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return configError("%w", plainPathError(err))
	}
	for _, f := range starterFiles {
		path := filepath.Join(dir, f.name)
		text := f.text
		if text == "" {
			text = bindings.Types()
		}
		verdict := "made"
		if reason := inTheWay(dir, f.instead); reason != "" {
			verdict = "left out: there is " + reason
		} else if err := writeNew(path, text); errors.Is(err, fs.ErrExist) {
			verdict = "left as it is"
		} else if err != nil {
			return configError("%w", plainPathError(err))
		}
		if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%s: %s\n", path, verdict); err != nil {
			return outputError(err)
		}
	}
	return nil
}

// inTheWay returns the first of the names that exists in dir, "" if none does.
func inTheWay(dir string, names []string) string {
	for _, name := range names {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return name
		}
	}
	return ""
}

// writeNew writes a file that must not exist.
func writeNew(path, text string) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	_, err = file.WriteString(text)
	return err
}

// starterFiles are what dff init writes.
var starterFiles = []struct {
	name    string
	text    string   // "" stands for the declarations of DFF
	instead []string // files that do the same, or whose script name is the same
}{
	{name: "hello.ts", instead: []string{"hello.js", "hello.mjs", "hello.cjs", "hello.mts", "hello.cts"}, text: `// Counts its visitors. Run it: dff run hello.ts Ann
export function main(who = 'nobody') {
    const visits = DFF.CACHE.hincr('visits', who);
    console.log(who, 'came');
    return {who, visits};
}

// What is stored, without counting. Run it: dff run hello.ts:all
export const all = () => DFF.CACHE.hgetall('visits');
`},
	{name: "dff.d.ts"},
	{name: "tsconfig.json", instead: []string{"jsconfig.json"}, text: `{
    "compilerOptions": {
        "strict": true,
        "allowJs": true,
        "checkJs": true,
        "noEmit": true,
        "target": "es2022",
        "lib": ["es2023"],
        "module": "preserve",
        "types": []
    }
}
`},
	{name: "README.md", text: strings.TrimPrefix(`
# Scripts for DFF

Every .js or .ts file here is a script; its name is its path without the extension.
Files and folders that begin with _ can be imported and are no scripts.

    dff check                                             # compile everything
    dff run hello.ts Ann                                  # run one script
    dff serve                                             # serve all of them, reloading
    curl -d '{"args":["Ann"]}' 127.0.0.1:8733/v1/run/hello
    dff types > dff.d.ts                                  # after an update of dff
`, "\n")},
}
