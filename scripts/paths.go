package scripts

import "slices"

// Paths returns the paths of all files that can be run or imported, sorted, without those that only declare types.
func (s *Set) Paths() ([]string, error) {
	var paths []string
	err := s.each(".", func(p string) bool {
		if !isDeclaration(p) {
			paths = append(paths, p)
		}
		return true
	})
	slices.Sort(paths)
	return paths, err
}
