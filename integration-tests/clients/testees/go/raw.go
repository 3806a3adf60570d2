package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	lethe "lethe.io/go"
)

// raw calls a method by its name through the client's connection, with messages in proto's JSON.
func raw(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	method, err := methodOf(a.Method)
	if err != nil {
		return nil, err
	}
	in, err := protoregistry.GlobalTypes.FindMessageByName(method.Input().FullName())
	if err != nil {
		return nil, err
	}
	out, err := protoregistry.GlobalTypes.FindMessageByName(method.Output().FullName())
	if err != nil {
		return nil, err
	}
	request, response := in.New().Interface(), out.New().Interface()
	if err := protojson.Unmarshal(a.Request, request); err != nil {
		return nil, err
	}
	if err := client.Conn().Invoke(ctx, "/"+a.Method, request, response); err != nil {
		return nil, err
	}
	text, err := protojson.Marshal(response)
	return object{"response": json.RawMessage(text)}, err
}

func methodOf(name string) (protoreflect.MethodDescriptor, error) {
	service, method, _ := strings.Cut(name, "/")
	found, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(service))
	if err != nil {
		return nil, err
	}
	described, ok := found.(protoreflect.ServiceDescriptor)
	if !ok {
		return nil, fmt.Errorf("%q is no service", service)
	}
	if one := described.Methods().ByName(protoreflect.Name(method)); one != nil {
		return one, nil
	}
	return nil, fmt.Errorf("%q has no method %q", service, method)
}
