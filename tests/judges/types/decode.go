package main

import (
	"errors"
	"fmt"
	"io"

	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/cluster-api/pkg/apis/cluster/v1alpha1"
)

func decode(out io.Writer, paths []string) error {
	documents, err := readDocuments(paths)
	problems := []error{err}
	for _, document := range documents {
		if !document.ours() {
			continue
		}
		object, err := document.object()
		if err == nil {
			err = judge(object)
		}
		if err != nil {
			problems = append(problems, document.problem(err))
			continue
		}
		fmt.Fprintf(out, "%s: %s %s\n", document.place, document.Kind, name(object))
	}
	return errors.Join(problems...)
}

func name(object runtime.Object) string {
	switch object := object.(type) {
	case *v1alpha1.MachineList:
		return fmt.Sprintf("of %d", len(object.Items))
	case metav1.Object:
		return object.GetName()
	}
	return ""
}

// judge applies every rule that Go knows about the object.
func judge(object runtime.Object) error {
	var found problems
	switch object := object.(type) {
	case *v1alpha1.Cluster:
		found.fields(object.Validate())
		found.providerSpec(object.Spec.ProviderSpec, new(clusterProviderSpec))
	case *v1alpha1.Machine:
		found.machine(object.Labels, object.Spec)
	case *v1alpha1.MachineList:
		for i, item := range object.Items {
			found.item(i, item)
		}
	case *v1alpha1.MachineSet:
		object.Default()
		found.fields(object.Validate())
		found.machine(object.Spec.Template.Labels, object.Spec.Template.Spec)
	case *v1alpha1.MachineDeployment:
		v1alpha1.PopulateDefaultsMachineDeployment(object)
		found.rollout(object)
		found.machine(object.Spec.Template.Labels, object.Spec.Template.Spec)
	case *v1alpha1.MachineClass:
		found.raw(&object.ProviderSpec, new(machineProviderSpec))
	default:
		found.add(errors.New("only lists of Machines are ever in files"))
	}
	if object, ok := object.(metav1.Object); ok {
		found.metadata(object)
	}
	return errors.Join(found...)
}

type problems []error

func (p *problems) add(err error) {
	if err != nil {
		*p = append(*p, err)
	}
}

func (p *problems) fields(list field.ErrorList) {
	for _, err := range list {
		p.add(err)
	}
}

func (p *problems) metadata(object metav1.Object) {
	if object.GetNamespace() == "" {
		object.SetNamespace(metav1.NamespaceDefault)
	}
	p.fields(apivalidation.ValidateObjectMetaAccessor(object, true, apivalidation.NameIsDNSSubdomain, field.NewPath("metadata")))
}

// item has to stand alone: the tools of 2019 take lists apart, and an item
// without its kind is then nothing they know.
func (p *problems) item(index int, item v1alpha1.Machine) {
	if item.GroupVersionKind() != v1alpha1.SchemeGroupVersion.WithKind("Machine") {
		p.add(fmt.Errorf("items[%d]: is a %q, not a Machine of %s", index, item.GroupVersionKind(), v1alpha1.SchemeGroupVersion))
	}
	if err := judge(&item); err != nil {
		p.add(fmt.Errorf("items[%d]: %w", index, err))
	}
}

func (p *problems) machine(labels map[string]string, spec v1alpha1.MachineSpec) {
	// Without the label the machine controller finds no cluster.
	if labels[v1alpha1.MachineClusterLabelName] == "" {
		p.add(fmt.Errorf("no label %s", v1alpha1.MachineClusterLabelName))
	}
	p.providerSpec(spec.ProviderSpec, new(machineProviderSpec))
}

// rollout: the module validates no MachineDeployment, but would make this
// MachineSet of it, and fail on a rollout that can never move.
func (p *problems) rollout(deployment *v1alpha1.MachineDeployment) {
	set := v1alpha1.MachineSet{Spec: v1alpha1.MachineSetSpec{
		Selector: deployment.Spec.Selector,
		Template: deployment.Spec.Template,
	}}
	p.fields(set.Validate())

	update := deployment.Spec.Strategy.RollingUpdate
	if update == nil {
		p.add(fmt.Errorf("unknown strategy %q", deployment.Spec.Strategy.Type))
		return
	}
	replicas := int(*deployment.Spec.Replicas)
	surge, surgeErr := intstr.GetValueFromIntOrPercent(update.MaxSurge, replicas, true)
	unavailable, unavailableErr := intstr.GetValueFromIntOrPercent(update.MaxUnavailable, replicas, false)
	p.add(surgeErr)
	p.add(unavailableErr)
	if replicas > 0 && surge <= 0 && unavailable <= 0 {
		p.add(errors.New("maxSurge and maxUnavailable are both 0"))
	}
}

func (p *problems) providerSpec(spec v1alpha1.ProviderSpec, into providerSpec) {
	switch {
	case spec.Value != nil && spec.ValueFrom != nil:
		p.add(errors.New("providerSpec has both value and valueFrom"))
	case spec.Value != nil:
		p.raw(spec.Value, into)
	case spec.ValueFrom == nil || spec.ValueFrom.MachineClass == nil:
		p.add(errors.New("providerSpec has neither value nor valueFrom"))
	}
}

func (p *problems) raw(value *runtime.RawExtension, into providerSpec) {
	if err := unmarshalStrict(value.Raw, into); err != nil {
		p.add(fmt.Errorf("provider specification: %w", err))
		return
	}
	for _, err := range into.problems() {
		p.add(fmt.Errorf("provider specification: %w", err))
	}
}
