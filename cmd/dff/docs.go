package main

import (
	"dff/bindings"

	"github.com/spf13/cobra"
)

func newDocsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "docs",
		Short: "Print the reference of DFF.CACHE as Markdown",
		Long:  `Docs prints the reference of every DFF.CACHE method: parameters, results, errors and examples.`,
		Example: `  dff docs | less
  dff docs > REFERENCE.md`,
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := cmd.OutOrStdout().Write([]byte(bindings.Reference()))
			return outputError(err)
		},
	}
}
