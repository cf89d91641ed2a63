package httpapi

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"mime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dff/sandbox"
)

// schemaCheck compares answers with the OpenAPI document.
type schemaCheck struct{ document map[string]any }

func newSchemaCheck(t *testing.T) schemaCheck {
	t.Helper()
	return schemaCheck{decode[map[string]any](t, string(openAPI))}
}

// at returns what is at a path of the document, nil if nothing is.
func (c schemaCheck) at(path ...string) any {
	var v any = c.document
	for _, name := range path {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return v
}

// answer reports what the document does not say of an answer.
func (c schemaCheck) answer(t *testing.T, path, method string, got response) {
	t.Helper()
	described, ok := c.at("paths", path, method, "responses", strconv.Itoa(got.status)).(map[string]any)
	if !ok && got.status != 405 {
		t.Errorf("the document knows no answer %d to %s %s", got.status, method, path)
		return
	}
	for name := range asMap(described["headers"]) {
		if got.header.Get(name) == "" {
			t.Errorf("no header %s", name)
		}
	}
	mediaType, _, err := mime.ParseMediaType(got.header.Get("Content-Type"))
	if err != nil {
		t.Error(err)
	}
	content, ok := asMap(described["content"])[mediaType].(map[string]any)
	if !ok {
		t.Errorf("the document knows no %s in the answer %d to %s %s", mediaType, got.status, method, path)
		return
	}
	if mediaType == "application/json" {
		if err := c.valid(content["schema"], decode[any](t, got.body)); err != nil {
			t.Errorf("the answer %d to %s %s is not as described: %v\n%s", got.status, method, path, err, got.body)
		}
	}
}

func asMap(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

// keywords are those of JSON Schema that valid knows, and those that say nothing of validity.
var keywords = []string{"$ref", "anyOf", "type", "enum", "properties", "required", "additionalProperties", "items", "minimum", "format", "description", "example", "examples"}

// valid returns why a value does not satisfy a schema. It knows the keywords that the document uses, and no others.
func (c schemaCheck) valid(schema, v any) error {
	s := asMap(schema)
	for keyword := range s {
		if !slices.Contains(keywords, keyword) {
			return fmt.Errorf("the test does not know the keyword %q", keyword)
		}
	}
	if ref, ok := s["$ref"].(string); ok {
		target := c.at(strings.Split(strings.TrimPrefix(ref, "#/"), "/")...)
		if target == nil {
			return fmt.Errorf("%s leads nowhere", ref)
		}
		return c.valid(target, v)
	}
	if any, ok := s["anyOf"].([]any); ok {
		var last error
		for _, one := range any {
			if last = c.valid(one, v); last == nil {
				return nil
			}
		}
		return last
	}
	if enum, ok := s["enum"].([]any); ok && !slices.Contains(enum, v) {
		return fmt.Errorf("%v is none of %v", v, enum)
	}
	if err := hasType(s["type"], v); err != nil {
		return err
	}
	switch v := v.(type) {
	case map[string]any:
		properties := asMap(s["properties"])
		for name, value := range v {
			property, ok := properties[name]
			if !ok && s["additionalProperties"] == false {
				return fmt.Errorf("the property %q is not described", name)
			}
			if ok {
				if err := c.valid(property, value); err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
			}
		}
		required, _ := s["required"].([]any)
		for _, name := range required {
			if _, ok := v[name.(string)]; !ok {
				return fmt.Errorf("the property %q is missing", name)
			}
		}
	case []any:
		for i, element := range v {
			if err := c.valid(s["items"], element); err != nil {
				return fmt.Errorf("[%d]: %w", i, err)
			}
		}
	case float64:
		if minimum, ok := s["minimum"].(float64); ok && v < minimum {
			return fmt.Errorf("%v is less than %v", v, minimum)
		}
	case string:
		if s["format"] == "date-time" {
			_, err := time.Parse(time.RFC3339Nano, v)
			return err
		}
	}
	return nil
}

func hasType(types, v any) error {
	list, ok := types.([]any)
	if !ok {
		if types == nil {
			return nil
		}
		list = []any{types}
	}
	var is []string
	switch v := v.(type) {
	case nil:
		is = []string{"null"}
	case bool:
		is = []string{"boolean"}
	case string:
		is = []string{"string"}
	case float64:
		is = []string{"number"}
		if v == math.Trunc(v) {
			is = append(is, "integer")
		}
	case []any:
		is = []string{"array"}
	case map[string]any:
		is = []string{"object"}
	}
	for _, t := range is {
		if slices.Contains(list, any(t)) {
			return nil
		}
	}
	return fmt.Errorf("%v is no %v", v, types)
}

// TestOpenAPI holds the document and the routes together.
func TestOpenAPI(t *testing.T) {
	c := newSchemaCheck(t)
	var served []string
	for _, r := range (&Handler{metrics: NewMetrics()}).routes() {
		path := strings.ReplaceAll(r.path, "...", "")
		served = append(served, path)
		operation := asMap(c.at("paths", path, strings.ToLower(r.method)))
		if operation == nil {
			t.Errorf("%s %s is not described", r.method, path)
			continue
		}
		responses := asMap(operation["responses"])
		for _, status := range []string{"401", "403"} {
			if _, described := responses[status]; described == r.open {
				t.Errorf("%s: answer %s is described: %v", path, status, described)
			}
		}
		if responses["405"] == nil {
			t.Errorf("%s: answer 405 is not described", path)
		}
	}
	described := slices.Sorted(maps.Keys(asMap(c.at("paths"))))
	if slices.Sort(served); !slices.Equal(served, described) {
		t.Errorf("served %v\ndescribed %v", served, described)
	}
	var outcomes []any
	for _, o := range sandbox.Outcomes {
		outcomes = append(outcomes, string(o))
	}
	if got := c.at("components", "schemas", "Outcome", "enum"); !slices.Equal(got.([]any), outcomes) {
		t.Errorf("outcomes %v, want %v", got, outcomes)
	}
	for name, schema := range asMap(c.at("components", "schemas")) {
		if err := c.resolves(schema); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// resolves looks for references that lead nowhere.
func (c schemaCheck) resolves(v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	for part := range strings.SplitSeq(string(text), `"$ref":"#/`) {
		if !strings.HasPrefix(part, "components") {
			continue
		}
		ref, _, _ := strings.Cut(part, `"`)
		if c.at(strings.Split(ref, "/")...) == nil {
			return fmt.Errorf("%s leads nowhere", ref)
		}
	}
	return nil
}
