package lethe_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	lethe "lethe.io/go"
)

const fixtures = "../../integration-tests/receipts/fixtures"

// Every verifier of receipts has the same verdict on each of these files.
func TestVerdictsOnTheSharedFixtures(t *testing.T) {
	var listed struct {
		Key      string
		KeyID    string
		Verdicts map[string]string
	}
	if err := json.Unmarshal(fixture(t, "verdicts.json"), &listed); err != nil {
		t.Fatal(err)
	}
	equal(t, "there are some", len(listed.Verdicts) > 40, true)
	for _, key := range []string{listed.Key, listed.KeyID} {
		verifier, err := lethe.NewVerifier(unhex(t, key))
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range listed.Verdicts {
			equal(t, name, fixtureVerdict(t, verifier, fixture(t, name)), want)
		}
	}
}

func fixture(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(fixtures, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func fixtureVerdict(t *testing.T, verifier *lethe.Verifier, data []byte) string {
	t.Helper()
	receipt, err := lethe.ParseReceipt(data)
	if err != nil {
		return "unreadable"
	}
	switch verdict(t, verifier, receipt) {
	case "ACCEPTED":
		return "genuine"
	case string(lethe.StatementVersionUnknown), string(lethe.StatementUnreadable):
		return "unreadable"
	default:
		return "forged"
	}
}
