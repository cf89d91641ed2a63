// Package scripts turns a directory of files into scripts that can run.
//
// # Names
//
// A script is a file below the script directory with one of Extensions. Its name is its path without the extension,
// with "/" between folders on every system: demo/report.ts is "demo/report". Files and folders that begin with "_" are
// no scripts, but scripts can import them. Those that begin with ".", and node_modules, are out of reach altogether.
//
// # Reading
//
// A Set is an immutable view of a directory. Open and New return one that reads each file when it is first asked for:
// right for a single run, and quick in a folder of any size. A file has at most MaxFileSize bytes.
//
// # Watching
//
// A Watcher holds the Set of a directory that changes. Its Sets hold all modules, are made anew for each change and
// swapped as a whole, so that a run, which keeps the Set that it began with, has users and modules of one state of the disk.
// Events of the file system are hints where to look; what counts is what a look finds: signatures of files, and the
// hashes of those whose signature is another. A look at everything backs up the events, or stands in for them.
//
// A change is taken when it is complete, which is when nothing was written for a moment, and nothing that was there is
// missing since just now. Then what is new is checked, as a rule compiled in a worker. What does not pass leaves its
// last good version in use and is Stale; what never passed is Broken. Entry says what is wrong.
//
//	w, err := scripts.Watch(ctx, scripts.WatchOptions{Dir: "scripts", Check: check, Logger: log})
//	…
//	defer w.Close()
//	engine, err := runtime.New(runtime.Options{Scripts: w.Current})
//
// # Modules
//
// Set.Resolve finds what import and require mean: relative paths below the script directory, with or without the
// extension, index files of folders, and .json. Neither ".." nor a symbolic link leads out of the directory.
//
// # Compiling
//
// Compile makes a CommonJS module for goja of a file. Most JavaScript is read by goja itself; ECMAScript modules,
// TypeScript and syntax that goja does not know go through esbuild first. Then the positions of the result are
// moved back to where they come from in the file, so that stacks and errors need no source map at run time. Types are
// removed, not checked, and tsconfig.json is not read. import() gives a promise of what require gives; import.meta has
// url (of the path below the script directory), filename and dirname. Top-level await is not available.
//
// # Lines
//
// CompileLine makes a function of what is typed at a prompt: statements with await at the top level, whose declarations
// are those of the session.
//
// # Limits
//
// Reading is safe for files of any origin. Compiling is not: see Compile. A runtime that runs the result must turn off
// the source maps of goja's parser, as in
//
//	vm.SetParserOptions(parser.WithDisableSourceMaps)
//
// because eval and Function would follow a comment that names a file.
package scripts
