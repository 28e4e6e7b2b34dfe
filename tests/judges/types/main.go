package main

import (
	_ "k8s.io/api/core/v1"
	_ "k8s.io/apimachinery/pkg/api/equality"
	_ "k8s.io/apimachinery/pkg/util/diff"
	_ "k8s.io/apimachinery/pkg/util/yaml"
	_ "sigs.k8s.io/cluster-api/pkg/apis/cluster/v1alpha1"
	_ "sigs.k8s.io/json"
	_ "sigs.k8s.io/yaml"
)

func main() {}
