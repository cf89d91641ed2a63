package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func newVersionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of dff, Go and goja",
		Args:  atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprint(cmd.OutOrStdout(), version())
			return outputError(err)
		},
	}
}

// version returns what is known of this build, a line for each part.
func version() string {
	dff, goja := "unknown", "unknown"
	if build, ok := debug.ReadBuildInfo(); ok {
		dff = build.Main.Version
		for _, setting := range build.Settings {
			if setting.Key == "vcs.revision" {
				dff += " " + setting.Value
			}
		}
		for _, module := range build.Deps {
			if module.Path == "github.com/dop251/goja" {
				goja = module.Version
			}
		}
	}
	return fmt.Sprintf("dff %s\ngo %s %s/%s\ngoja %s\n", dff, runtime.Version(), runtime.GOOS, runtime.GOARCH, goja)
}
