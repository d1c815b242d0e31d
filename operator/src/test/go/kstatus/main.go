// Command kstatus says what kstatus and Flux's health checks make of objects. It reads from its
// standard input
//
//	{"expressions": {"inProgress": CEL, "failed": CEL, "current": CEL}, "objects": {NAME: OBJECT}}
//
// and writes {NAME: {"kstatus": STATUS, "flux": STATUS}}.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	"github.com/google/cel-go/cel"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	utiljson "k8s.io/apimachinery/pkg/util/json"
)

type request struct {
	Expressions map[string]string
	Objects     map[string]json.RawMessage
}

type answer struct {
	Kstatus status.Status `json:"kstatus"`
	Flux    status.Status `json:"flux"`
}

// Flux asks in this order, and takes what is none of them to be in progress.
var order = []struct {
	name   string
	status status.Status
}{
	{"inProgress", status.InProgressStatus},
	{"failed", status.FailedStatus},
	{"current", status.CurrentStatus},
}

func main() {
	var asked request
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		log.Fatal(err)
	}
	programs, err := compile(asked.Expressions)
	if err != nil {
		log.Fatal(err)
	}
	answers := map[string]answer{}
	for name, text := range asked.Objects {
		result, err := evaluate(programs, text)
		if err != nil {
			log.Fatalf("%s: %v", name, err)
		}
		answers[name] = result
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		log.Fatal(err)
	}
}

func compile(expressions map[string]string) (map[string]cel.Program, error) {
	env, err := cel.NewEnv(
		cel.Variable("metadata", cel.DynType),
		cel.Variable("spec", cel.DynType),
		cel.Variable("status", cel.DynType))
	if err != nil {
		return nil, err
	}
	programs := map[string]cel.Program{}
	for name, expression := range expressions {
		ast, issues := env.Compile(expression)
		if issues.Err() != nil {
			return nil, fmt.Errorf("%s: %w", name, issues.Err())
		}
		if programs[name], err = env.Program(ast); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return programs, nil
}

func evaluate(programs map[string]cel.Program, text []byte) (answer, error) {
	var object map[string]any
	// Whole numbers become int64, as a client of the API server has them.
	if err := utiljson.Unmarshal(text, &object); err != nil {
		return answer{}, err
	}
	result, err := status.Compute(&unstructured.Unstructured{Object: object})
	if err != nil {
		return answer{}, err
	}
	flux, err := health(programs, object)
	return answer{result.Status, flux}, err
}

func health(programs map[string]cel.Program, object map[string]any) (status.Status, error) {
	for _, asked := range order {
		value, _, err := programs[asked.name].Eval(object)
		if err != nil {
			return "", fmt.Errorf("%s: %w", asked.name, err)
		}
		if value.Value() == true {
			return asked.status, nil
		}
	}
	return status.InProgressStatus, nil
}
