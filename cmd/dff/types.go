package main

import (
	"dff/bindings"

	"github.com/spf13/cobra"
)

func newTypesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "types",
		Short: "Print TypeScript declarations of DFF, for editors and tsc",
		Long: `Types prints dff.d.ts: the TypeScript declarations of everything a script is given.
With that file beside the scripts an editor completes and checks DFF.CACHE, in JavaScript too.`,
		Example: `  dff types > dff.d.ts`,
		Args:    atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := cmd.OutOrStdout().Write([]byte(bindings.Types()))
			return outputError(err)
		},
	}
}
