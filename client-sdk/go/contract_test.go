package lethe_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	lethe "lethe.io/go"
)

// Only the repository has what the stubs were made from; the module as users get it does not.
func inRepository(t *testing.T) string {
	t.Helper()
	root := filepath.Join("..", "..")
	if _, err := os.Stat(filepath.Join(root, "proto", "buf.yaml")); err != nil {
		t.Skip("outside of Lethe's repository there is nothing to compare with")
	}
	return root
}

func TestStubsAreThoseOfTheContract(t *testing.T) {
	files, err := filepath.Glob(
		filepath.Join(inRepository(t), "proto/src/main/protobuf/lethe/v1/*.proto"))
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d .proto files, %v", len(files), err)
	}
	digest := sha256.New()
	for _, file := range files {
		digest.Write(read(t, file))
	}
	if got := hex.EncodeToString(digest.Sum(nil)); got != strings.TrimSpace(
		string(read(t, "lethe/v1/CONTRACT"))) {
		t.Error("the stubs in lethe/v1 are older than the .proto files; run ./generate")
	}
}

func TestServiceConfigIsTheSharedOne(t *testing.T) {
	shared := read(t, filepath.Join(inRepository(t), "client-sdk/shared/service-config.json"))
	if lethe.ServiceConfig() != string(shared) {
		t.Error("service-config.json is not client-sdk/shared's; run ./generate")
	}
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
