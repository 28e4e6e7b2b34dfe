package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"

	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/diff"
	"sigs.k8s.io/cluster-api/pkg/apis/cluster/v1alpha1"
)

func init() {
	// What a provider says is bytes to these types; to us it is what they mean.
	err := equality.Semantic.AddFunc(func(a, b runtime.RawExtension) bool {
		return reflect.DeepEqual(generic(a), generic(b))
	})
	if err != nil {
		panic(err)
	}
}

// compare prints what differs. Lists count as what is in them. Both sides are
// defaulted first, so a default that was written out is no difference.
func compare(out io.Writer, a, b string, stored bool) error {
	left, err := objects(a, stored)
	if err != nil {
		return err
	}
	right, err := objects(b, stored)
	if err != nil {
		return err
	}
	if len(left) == 0 {
		return fmt.Errorf("%s: no document of %s", a, v1alpha1.SchemeGroupVersion.Group)
	}
	all := maps.Clone(left)
	maps.Copy(all, right)
	differences := 0
	for _, key := range slices.Sorted(maps.Keys(all)) {
		lines := difference(left[key], right[key], a, b)
		for _, line := range lines {
			fmt.Fprintf(out, "%s: %s\n", key, line)
		}
		differences += len(lines)
	}
	if differences > 0 {
		return fmt.Errorf("%d differences", differences)
	}
	fmt.Fprintf(out, "%d objects, no difference\n", len(all))
	return nil
}

// objects reads what is ours, by kind, namespace and name.
func objects(path string, stored bool) (map[string]metav1.Object, error) {
	documents, err := readDocuments([]string{path})
	if err != nil {
		return nil, err
	}
	found := map[string]metav1.Object{}
	for _, document := range documents {
		if !document.ours() {
			continue
		}
		object, err := document.object()
		if err != nil {
			return nil, document.problem(err)
		}
		for _, single := range flatten(object) {
			settle(single, stored)
			kind := single.(runtime.Object).GetObjectKind().GroupVersionKind().Kind
			key := fmt.Sprintf("%s %s/%s", kind, single.GetNamespace(), single.GetName())
			if found[key] != nil {
				return nil, document.problem(fmt.Errorf("%s is there twice", key))
			}
			found[key] = single
		}
	}
	return found, nil
}

func flatten(object runtime.Object) []metav1.Object {
	list, ok := object.(*v1alpha1.MachineList)
	if !ok {
		return []metav1.Object{object.(metav1.Object)}
	}
	var machines []metav1.Object
	for _, machine := range list.Items {
		machine.SetGroupVersionKind(v1alpha1.SchemeGroupVersion.WithKind("Machine"))
		machines = append(machines, &machine)
	}
	return machines
}

// settle fills in defaults; with stored it also drops what a server makes up
// and what it stores only through the status subresource.
func settle(object metav1.Object, stored bool) {
	switch object := object.(type) {
	case *v1alpha1.MachineSet:
		object.Default()
	case *v1alpha1.MachineDeployment:
		v1alpha1.PopulateDefaultsMachineDeployment(object)
	}
	if object.GetNamespace() == "" {
		object.SetNamespace(metav1.NamespaceDefault)
	}
	if !stored {
		return
	}
	object.SetUID("")
	object.SetResourceVersion("")
	object.SetGeneration(0)
	object.SetSelfLink("")
	object.SetCreationTimestamp(metav1.Time{})
	switch object := object.(type) {
	case *v1alpha1.Cluster:
		object.Status = v1alpha1.ClusterStatus{}
	case *v1alpha1.Machine:
		object.Status = v1alpha1.MachineStatus{}
	case *v1alpha1.MachineSet:
		object.Status = v1alpha1.MachineSetStatus{}
	case *v1alpha1.MachineDeployment:
		object.Status = v1alpha1.MachineDeploymentStatus{}
	}
}

func difference(left, right metav1.Object, a, b string) []string {
	switch {
	case left == nil:
		return []string{"only in " + b}
	case right == nil:
		return []string{"only in " + a}
	case equality.Semantic.DeepEqual(left, right):
		return nil
	}
	lines := walk("", generic(left), generic(right))
	if len(lines) == 0 {
		// Go sees more than JSON shows.
		lines = []string{diff.ObjectReflectDiff(left, right)}
	}
	return lines
}

func generic(value any) any {
	text, err := json.Marshal(value)
	var result any
	if err = errors.Join(err, json.Unmarshal(text, &result)); err != nil {
		return err.Error()
	}
	return result
}

// walk names each place where two JSON values differ.
func walk(path string, left, right any) []string {
	leftMap, leftIs := left.(map[string]any)
	rightMap, rightIs := right.(map[string]any)
	if !leftIs || !rightIs {
		if reflect.DeepEqual(left, right) {
			return nil
		}
		return []string{fmt.Sprintf("%s: %s became %s", path, text(left), text(right))}
	}
	all := maps.Clone(leftMap)
	maps.Copy(all, rightMap)
	var lines []string
	for _, key := range slices.Sorted(maps.Keys(all)) {
		lines = append(lines, walk(path+"."+key, leftMap[key], rightMap[key])...)
	}
	return lines
}

func text(value any) string {
	if value == nil {
		return "nothing"
	}
	result, _ := json.Marshal(value)
	return string(result)
}
