package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	yamlstream "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/cluster-api/pkg/apis/cluster/v1alpha1"
	strictjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

// A document is one YAML document as JSON, and where it stands.
type document struct {
	metav1.TypeMeta
	place string
	json  []byte
}

// ours says whether the document belongs to the group that this program judges.
func (d document) ours() bool {
	return d.GroupVersionKind().Group == v1alpha1.SchemeGroupVersion.Group
}

func (d document) problem(err error) error {
	return fmt.Errorf("%s (%s): %w", d.place, d.Kind, err)
}

// split cuts a stream into documents the way kubectl does.
func split(stream []byte) ([][]byte, error) {
	reader := yamlstream.NewYAMLReader(bufio.NewReader(bytes.NewReader(stream)))
	var documents [][]byte
	for {
		text, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return documents, nil
		}
		if err != nil {
			return nil, err
		}
		documents = append(documents, bytes.Clone(text))
	}
}

// streamJSON reads all documents of a stream; like kubectl it drops empty ones.
func streamJSON(stream []byte) ([]json.RawMessage, error) {
	texts, err := split(stream)
	if err != nil {
		return nil, err
	}
	documents := []json.RawMessage{}
	for i, text := range texts {
		value, err := yaml.YAMLToJSONStrict(text)
		if err != nil {
			return nil, fmt.Errorf("document %d: %w", i+1, err)
		}
		if !bytes.Equal(bytes.TrimSpace(value), []byte("null")) {
			documents = append(documents, value)
		}
	}
	return documents, nil
}

// hidden finds a document that kubectl would lose without a word: a separator
// with something behind it does not split, and of two documents in one piece
// the parser reads the first.
func hidden(stream []byte) error {
	texts, err := split(stream)
	if err != nil {
		return err
	}
	for i, text := range texts {
		// What stands before the first separator may be comments alone.
		_, rest, found := bytes.Cut(bytes.TrimLeft(text, "\n"), []byte("\n--- "))
		if found {
			line, _, _ := bytes.Cut(rest, []byte("\n"))
			return fmt.Errorf("document %d: \"--- %s\" does not separate documents for kubectl", i+1, line)
		}
	}
	return nil
}

// readDocuments reads files and, of folders, the *.yaml in them. It goes on
// after a file that cannot be read, so that one run tells all problems.
func readDocuments(paths []string) ([]document, error) {
	var documents []document
	var problems []error
	for _, path := range paths {
		files := []string{path}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			files, _ = filepath.Glob(filepath.Join(path, "*.yaml"))
		}
		for _, file := range files {
			found, err := readFile(file)
			documents = append(documents, found...)
			if err != nil {
				problems = append(problems, fmt.Errorf("%s: %w", file, err))
			}
		}
	}
	return documents, errors.Join(problems...)
}

func readFile(file string) ([]document, error) {
	stream, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if err := hidden(stream); err != nil {
		return nil, err
	}
	values, err := streamJSON(stream)
	if err != nil {
		return nil, err
	}
	var documents []document
	for i, value := range values {
		found, err := newDocuments(fmt.Sprintf("%s document %d", file, i+1), value)
		if err != nil {
			return documents, err
		}
		documents = append(documents, found...)
	}
	return documents, nil
}

// newDocuments is one document, or all items of what `kubectl get -o yaml` prints.
func newDocuments(place string, value []byte) ([]document, error) {
	var head struct {
		metav1.TypeMeta
		Items []json.RawMessage `json:"items"`
	}
	if err := json.Unmarshal(value, &head); err != nil {
		return nil, fmt.Errorf("%s: %w", place, err)
	}
	if head.APIVersion != "v1" || head.Kind != "List" {
		return []document{{head.TypeMeta, place, value}}, nil
	}
	var documents []document
	for i, item := range head.Items {
		found, err := newDocuments(fmt.Sprintf("%s item %d", place, i+1), item)
		if err != nil {
			return nil, err
		}
		documents = append(documents, found...)
	}
	return documents, nil
}

// unmarshalStrict refuses unknown and repeated fields, and fields in another
// case, which Go's own JSON would take.
func unmarshalStrict(value []byte, into any) error {
	strict, err := strictjson.UnmarshalStrict(value, into)
	return errors.Join(append(strict, err)...)
}

var scheme = func() *runtime.Scheme {
	scheme := runtime.NewScheme()
	if err := v1alpha1.AddToScheme(scheme); err != nil {
		panic(err)
	}
	return scheme
}()

// object decodes the document into the type that its module has for its kind.
func (d document) object() (runtime.Object, error) {
	object, err := scheme.New(d.GroupVersionKind())
	if err != nil {
		return nil, err
	}
	return object, unmarshalStrict(d.json, object)
}

func printJSON(out io.Writer, files []string) error {
	all := []json.RawMessage{}
	for _, file := range files {
		stream, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		documents, err := streamJSON(stream)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, documents...)
	}
	return json.NewEncoder(out).Encode(all)
}

// serveJSON answers until the input ends; a stream that cannot be read is
// answered by {"error": …}.
func serveJSON(in io.Reader, out io.Writer) error {
	reader := bufio.NewReader(in)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for {
		stream, err := reader.ReadBytes(0)
		ended := errors.Is(err, io.EOF)
		if err != nil && !ended {
			return err
		}
		if ended && len(stream) == 0 {
			return nil
		}
		documents, err := streamJSON(bytes.TrimSuffix(stream, []byte{0}))
		var answer any = documents
		if err != nil {
			answer = map[string]string{"error": err.Error()}
		}
		if err := encoder.Encode(answer); err != nil {
			return err
		}
		if ended {
			return nil
		}
	}
}
